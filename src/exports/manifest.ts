/** The list of contents of an IMS content package. */
import { element, writeXml } from './xml.ts';

export interface Resource {
  readonly identifier: string;
  readonly type: string;
  readonly href: string;
  /** Further files that belong to it. */
  readonly also?: readonly string[];
  /** Identifiers of resources it needs. */
  readonly needs?: readonly string[];
}

/** IMS Content Packaging 1.1.4. */
export const PLAIN_PACKAGE = 'http://www.imsglobal.org/xsd/imscp_v1p1';

export function writeManifest(
  namespace: string,
  identifier: string,
  format: { readonly schema: string; readonly version: string },
  resources: readonly Resource[],
): Promise<string> {
  return writeXml('manifest', { xmlns: namespace, identifier }, [
    element('metadata', {}, element('schema', {}, format.schema), element('schemaversion', {}, format.version)),
    element('organizations'),
    element(
      'resources',
      {},
      ...resources.map((r) =>
        element(
          'resource',
          { identifier: r.identifier, type: r.type, href: r.href },
          ...[r.href, ...(r.also ?? [])].map((href) => element('file', { href })),
          ...(r.needs ?? []).map((id) => element('dependency', { identifierref: id })),
        ),
      ),
    ),
  ]);
}
