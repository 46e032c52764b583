/** Runs a command and shows what it prints only where it fails: node tools/run/quietly.mjs COMMAND [ARGUMENT ...] */
import { spawn } from 'node:child_process';

const [command, ...rest] = process.argv.slice(2);
const output = [];
const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
child.stdout.on('data', (chunk) => output.push(chunk));
child.stderr.on('data', (chunk) => output.push(chunk));
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  process.exitCode = code ?? (signal ? 1 : 0);
});
