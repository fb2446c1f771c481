import { type Command, listOption, textOption, UsageError } from '../command.ts';

export const catalogueCommand: Command = {
  usage: 'catalogue',
  describe: 'Print the catalogue: each template with a sample variant and its solution',
  example: ['catalogue --out out/catalogue', 'catalogue.pdf and catalogue.html, with an index by topic'],
  options: (args) =>
    args
      .option('out', { describe: 'a folder, or a file that ends in .pdf or .html', type: 'string', demandOption: true })
      .option('topic', { describe: 'only these topics, separated by commas', type: 'string' })
      .option('level', { describe: 'only these levels, separated by commas', type: 'string' })
      .option('locale', { describe: 'language', choices: ['en', 'de'], default: 'en' })
      .option('layout', {
        describe: 'layout of derivatives',
        choices: ['numerator', 'denominator'],
        default: 'numerator',
      })
      .option('seed', { describe: 'which variants are shown', type: 'string', default: '1' }),
  run: async (options, terminal) => {
    const out = textOption(options, 'out') ?? '';
    if (out === '') throw new UsageError('name a folder or a file: --out out/catalogue');
    const parts = (name: string): readonly string[] =>
      listOption(options, name)
        .flatMap((t) => t.split(','))
        .map((t) => t.trim())
        .filter((t) => t !== '');
    const [topics, levels] = [parts('topic'), parts('level').map(Number)];
    if (levels.some((l) => ![1, 2, 3, 4, 5].includes(l))) throw new UsageError('--level takes levels from 1 to 5');
    const { join } = await import('node:path');
    const { formatIssue } = await import('../../base/issue.ts');
    const { openCatalogue } = await import('../../course/open.ts');
    const { catalogueDoc } = await import('../../course/catalogue.ts');
    const { toHtml, toPdf } = await import('../../course/render.ts');
    const { writeFile } = await import('../../course/files.ts');
    const { progressBar } = await import('../progress.ts');
    const { catalogue, course, issues } = await openCatalogue(process.cwd());
    const errors = issues.filter((i) => i.severity === 'error');
    for (const issue of errors) terminal.err(`${formatIssue(issue)}\n`);
    const bar = await progressBar(terminal, catalogue.templates.size);
    const doc = catalogueDoc(catalogue, course, {
      topics,
      levels,
      locale: textOption(options, 'locale') === 'de' ? 'de' : 'en',
      layout: textOption(options, 'layout') === 'denominator' ? 'denominator' : 'numerator',
      seed: textOption(options, 'seed') ?? '1',
      progress: bar.update,
    });
    bar.stop();
    const files =
      out.endsWith('.pdf') || out.endsWith('.html')
        ? [out]
        : ['catalogue.pdf', 'catalogue.html'].map((f) => join(out, f));
    for (const file of files) {
      if (file.endsWith('.html')) await writeFile(file, await toHtml(doc, course));
      else {
        const made = await toPdf(doc, course);
        for (const issue of made.issues) terminal.err(`layout: ${file}: ${issue}\n`);
        await writeFile(file, made.bytes);
      }
    }
    terminal.out(`Wrote ${files.join(' and ')}\n`);
    return errors.length > 0 ? 1 : 0;
  },
};
