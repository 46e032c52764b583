/** A command of a document, as a reader would type it. */
export interface DocCommand {
  /** Line of the document, from 1. */
  readonly line: number;
  readonly text: string;
  /** What the document shows of its output; empty: nothing. */
  readonly shown: string;
}

interface Block {
  readonly line: number;
  readonly body: string;
  /** The fence after it where that one shows output. */
  readonly shown: string;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gmu;
const outputs = ['json', '', 'text'];

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Fenced blocks of shell commands, each with the output that stands right below. */
const shellBlocks = (text: string): Block[] => {
  const fences = [...text.matchAll(fence)].map(({ 0: whole, 1: kind = '', 2: body = '', index }) => ({
    kind,
    body,
    start: index,
    end: index + whole.length,
  }));
  return fences.flatMap(({ kind, body, start, end }, at) => {
    if (kind !== 'sh') return [];
    const next = fences[at + 1];
    const isOutput = next !== undefined && outputs.includes(next.kind) && text.slice(end, next.start).trim() === '';
    return [{ line: lineAt(text, start) + 1, body, shown: isOutput ? next.body : '' }];
  });
};

const programs = /^(\$ )?(\w+=\S+ )?(npx|npm|node|docker|curl|grpcurl|ao) /u;

/** Lines of indented text that begin with a program. */
const indentedBlocks = (text: string): Block[] =>
  text
    .replace(fence, (whole) => whole.replaceAll(/[^\n]/gu, ' '))
    .split('\n')
    .flatMap((line, at) => {
      const command = /^ {4}(\S.*)$/u.exec(line)?.[1] ?? '';
      return programs.test(command) ? [{ line: at + 1, body: `${command.replace(/^\$ /u, '')}\n`, shown: '' }] : [];
    });

const goesOn = (before: string, open: string | undefined): boolean => open !== undefined || before.endsWith('\\');
const hereDocument = (text: string): string | undefined => /<<'?(\w+)'?/u.exec(text)?.[1];
const isCommand = (text: string): boolean => text.trim() !== '' && !text.startsWith('#');

/** The commands of a block: lines, together where one goes on (a backslash, a here-document); comments are none. */
const commandsOf = ({ line, body, shown }: Block): DocCommand[] => {
  const commands: { line: number; text: string }[] = [];
  let open: string | undefined;
  body.split('\n').forEach((each, at) => {
    const last = commands.at(-1);
    if (last !== undefined && goesOn(last.text, open)) last.text += `\n${each}`;
    else if (isCommand(each)) commands.push({ line: line + at, text: each });
    open = each === open ? undefined : (open ?? hereDocument(each));
  });
  return commands.map((command, at) => ({ ...command, shown: at === commands.length - 1 ? shown : '' }));
};

/** Every command of a Markdown document, in its order. */
export const docCommands = (markdown: string): readonly DocCommand[] =>
  [...shellBlocks(markdown), ...indentedBlocks(markdown)].flatMap(commandsOf).sort((a, b) => a.line - b.line);
