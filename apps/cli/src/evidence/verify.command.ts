import { verifyArchive, type Verification } from '@ao/verifier';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { many } from '../terminal/format.js';
import { archiveLines } from './archive-lines.js';
import { verificationText } from './verification.text.js';

/** As many differences as people read: one change in the outcomes makes dozens. */
const readable = 12;

const differs = ({ differences }: Verification, file: string, shown: number): Failure => {
  const [first] = differences;
  const errors = differences.slice(0, shown).map(({ line, what }) => ({ path: `line ${line}`, message: what }));
  return new Failure(
    exitCodes.failed,
    {
      title: `${file} does not agree with itself, first at line ${first?.line ?? 0}`,
      code: 'evidence_differs',
      errors,
    },
    differences.length > shown ? [`and ${many(differences.length - shown, 'other difference')}; --json lists all`] : [],
  );
};

/** `ao verify FILE`. */
export const verifyCommand: AddCommand = (program, open) => {
  subcommand(
    program,
    'verify <file>',
    'compute the verdicts of an archive of `ao export` again, offline; ends with 1 and the lines that differ',
  )
    .option(
      '--outcomes-hash <hash>',
      'the outcomes_hash of the decision, as /state showed it: the archive must hold those outcomes',
    )
    .action(async (file: string, { outcomesHash, ...options }: CommonOptions & { outcomesHash?: string }) => {
      const verification = await verifyArchive(archiveLines(file), outcomesHash === undefined ? {} : { outcomesHash });
      if (!verification.ok) throw differs(verification, file, options.json === true ? Infinity : readable);
      open(options).show(verification, (style) => verificationText(verification, file, style));
    });
};
