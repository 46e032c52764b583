#!/usr/bin/env node
// The command line: see src/main.ts. Build first: `npm run build`. This file is in the words of the oldest Node that may read it.
var manifest = require('../package.json');

/** True for a version such as "22.12.0" that the range "^22.12.0 || >=24.0.0" has; other forms of ranges are not needed here. */
function isIn(range, version) {
  var have = version.split('.').map(Number);
  return range.split('||').some(function (part) {
    var known = /^\s*(\^|>=)(\d+)\.(\d+)\.(\d+)\s*$/.exec(part);
    if (!known) return false;
    var least = known.slice(2).map(Number);
    var differs = [0, 1, 2].filter(function (at) {
      return have[at] !== least[at];
    })[0];
    var isNewer = differs === undefined || have[differs] > least[differs];
    return isNewer && (known[1] === '>=' || have[0] === least[0]);
  });
}

if (!isIn(manifest.engines.node, process.versions.node)) {
  process.stderr.write(
    'error: ao needs Node ' + manifest.engines.node + ', this is ' + process.version + ' (npx ao uses the right one)\n',
  );
  process.exitCode = 2;
} else if (process.argv.length === 3 && /^(--version|-V)$/.test(process.argv[2])) {
  process.stdout.write(manifest.version + '\n');
} else {
  import('../dist/main.js').then(function (program) {
    return program.main();
  });
}
