import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, gauge, metrics } from './index.js';

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const written = async (file: string): Promise<void> => {
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await new Promise((next) => setTimeout(next, 10));
};

it('writes one JSON line a message, with service, level and corr_id, and no secrets', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ao-log-')), 'platform.log');
  const logger = createLogger({ service: 'orchestrator', level: 'info', file });
  logger.info({ corr_id: 'c1', token: 'secret', headers: { authorization: 'Bearer secret' } }, 'started');
  logger.debug('not shown');
  await written(file);
  expect(lines(file)).toEqual([
    expect.objectContaining({ service: 'orchestrator', level: 'info', corr_id: 'c1', msg: 'started' }),
  ]);
  expect(readFileSync(file, 'utf8')).not.toContain('secret');
});

it('makes a metric once, whoever asks', async () => {
  gauge('ao_test_gauge', 'A gauge', ['service']).set({ service: 'a' }, 3);
  gauge('ao_test_gauge', 'A gauge', ['service']).set({ service: 'a' }, 4);
  expect(await metrics.getSingleMetricAsString('ao_test_gauge')).toContain('ao_test_gauge{service="a"} 4');
});
