/** QTI 2.2 and QTI 3 say the same with other names: 3 writes `qti-response-if` where 2 writes `responseIf`. */
import { type Html, tag } from './html.ts';
import { element, type XmlChild, type XmlElement } from './xml.ts';

export interface QtiFlavour {
  readonly namespace: string;
  readonly packageNamespace: string;
  readonly schema: string;
  readonly version: string;
  readonly itemType: string;
  readonly testType: string;
  /** QTI 3 wraps the content of some elements. */
  readonly wrapped: boolean;
  readonly spelling: (name: string, attribute: boolean) => string;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

export const QTI22: QtiFlavour = {
  namespace: 'http://www.imsglobal.org/xsd/imsqti_v2p2',
  packageNamespace: 'http://www.imsglobal.org/xsd/imscp_v1p1',
  schema: 'QTIv2.2 Package',
  version: '1.0.0',
  itemType: 'imsqti_item_xmlv2p2',
  testType: 'imsqti_test_xmlv2p2',
  wrapped: false,
  spelling: (name) => name,
};

export const QTI3: QtiFlavour = {
  namespace: 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
  packageNamespace: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
  schema: 'QTI Package',
  version: '3.0.0',
  itemType: 'imsqti_item_xmlv3p0',
  testType: 'imsqti_test_xmlv3p0',
  wrapped: true,
  spelling: (name, attribute) => (attribute ? kebab(name) : `qti-${kebab(name)}`),
};

type Attributes = Readonly<Record<string, string>>;

/** Attributes with a prefix are the same in both. */
const attributesOf = (f: QtiFlavour, attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [/[:]|^xmlns/.test(key) ? key : f.spelling(key, true), value]),
  );

export type Make = (name: string, attributes?: Attributes, ...children: readonly XmlChild[]) => XmlElement;

/** Elements by their QTI 2 names. */
export const maker =
  (f: QtiFlavour): Make =>
  (name, attributes = {}, ...children) =>
    element(f.spelling(name, false), attributesOf(f, attributes), ...children);

/** The same inside text. */
export const inlineElement = (f: QtiFlavour, name: string, attributes: Attributes): Html =>
  tag(f.spelling(name, false), attributesOf(f, attributes));
