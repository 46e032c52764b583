#!/usr/bin/env node
// The command line: see src/main.ts. Build first: `npm run build`.
import('../dist/main.js').then(({ main }) => main());
