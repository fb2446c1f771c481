import { type Command, flag, requiredText, textOption, UsageError } from '../command.ts';
import { IssueError } from '../issue-error.ts';

const FORMATS = ['text', 'html', 'pdf', 'latex', 'json'];

export const showCommand: Command = {
  usage: 'show <id>',
  describe: 'Show one variant of a template',
  example: ['show jacobian-of-a-linear-map --seed 3 --solution', 'the problem, its answers and worked steps'],
  options: (args) =>
    args
      .positional('id', { describe: 'the template', type: 'string' })
      .option('seed', { describe: 'which variant', type: 'string', default: '1' })
      .option('solution', { describe: 'with answers and worked steps', type: 'boolean' })
      .option('locale', { describe: 'language of the texts', type: 'string', default: 'en' })
      .option('layout', {
        describe: 'layout of derivatives',
        choices: ['numerator', 'denominator'],
        default: 'numerator',
      })
      .option('format', { describe: 'how it is shown', choices: FORMATS, default: 'text' })
      .option('out', { describe: 'write to a file', type: 'string' }),
  run: async (options, terminal) => {
    const id = requiredText(options, 'id');
    const [seed, locale] = [textOption(options, 'seed') ?? '1', textOption(options, 'locale') ?? 'en'];
    const { openCatalogue } = await import('../../course/open.ts');
    const { previewVariant } = await import('../../course/preview.ts');
    const { course, catalogue, issues } = await openCatalogue(process.cwd());
    const template = catalogue.templates.get(id);
    if (template === undefined) {
      const { nearest } = await import('../../base/nearest.ts');
      const errors = issues.filter((i) => i.severity === 'error');
      if (errors.length > 0) throw new IssueError(errors);
      const near = nearest(id, [...catalogue.templates.keys()]);
      throw new UsageError(
        `there is no template ${id}${near === undefined ? '; `gradus list` shows them all' : `; did you mean ${near}?`}`,
      );
    }
    const layout = textOption(options, 'layout') === 'denominator' ? 'denominator' : 'numerator';
    const instance = previewVariant(template, catalogue, { seed, locale, layout });
    if (!instance.ok) throw new IssueError(instance.error);
    const show = await import('../../course/show.ts');
    const { toHtml, toPdf } = await import('../../course/render.ts');
    const texts = course?.texts.get(locale.startsWith('de') ? 'de' : 'en');
    const asked = { seed, locale, instance: instance.value, solution: flag(options, 'solution') };
    const shown = texts === undefined ? asked : { ...asked, texts };
    const format = textOption(options, 'format') ?? 'text';
    const out = textOption(options, 'out');
    const content = await (async (): Promise<string | Uint8Array> => {
      switch (format) {
        case 'json':
          return `${JSON.stringify(show.showJson(shown))}\n`;
        case 'html':
          return toHtml(show.showDoc(shown), course);
        case 'pdf':
          return (await toPdf(show.showDoc(shown), course)).bytes;
        case 'latex':
          return show.showLatex(shown);
        default:
          return show.showText(shown);
      }
    })();
    if (out !== undefined) {
      const { writeFile } = await import('../../course/files.ts');
      await writeFile(out, content);
      terminal.err(`wrote ${out}\n`);
    } else if (typeof content === 'string') terminal.out(content);
    else throw new UsageError('a PDF needs --out FILE');
    return 0;
  },
};
