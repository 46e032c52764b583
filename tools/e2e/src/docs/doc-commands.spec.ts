import { docCommands } from './doc-commands.js';

const markdown = `# Title

\`\`\`sh
# a comment
export A=1
curl -s \\
  -d '{"a": 1}'
\`\`\`
\`\`\`json
{"job_id":"...","version":1}
\`\`\`

Some text, and a command that is indented:

    $ npx ao verify file
    verified

\`\`\`sh
cat > f.csv <<'END'
# no comment

END
ls f.csv
\`\`\`

\`\`\`ts
npm start
\`\`\`
`;

it('finds the commands of a document, in order, with what it shows of their output', () => {
  expect(docCommands(markdown)).toEqual([
    { line: 5, text: 'export A=1', shown: '' },
    { line: 6, text: `curl -s \\\n  -d '{"a": 1}'`, shown: '{"job_id":"...","version":1}\n' },
    { line: 15, text: 'npx ao verify file', shown: '' },
    { line: 19, text: "cat > f.csv <<'END'\n# no comment\n\nEND", shown: '' },
    { line: 23, text: 'ls f.csv', shown: '' },
  ]);
});
