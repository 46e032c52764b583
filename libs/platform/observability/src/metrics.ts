import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The process's metrics in the Prometheus text format. */
export const metrics = new Registry();

let collecting = false;

/** Event-loop lag, memory, handles: once a process. */
export const collectProcessMetrics = (): void => {
  if (!collecting) collectDefaultMetrics({ register: metrics, prefix: 'ao_' });
  collecting = true;
};

/** The gauge of that name, made at first use. */
export const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
  (metrics.getSingleMetric(name) as Gauge | undefined) ??
  new Gauge({ name, help, labelNames: [...labelNames], registers: [metrics] });

/** The counter of that name, made at first use. */
export const counter = (name: string, help: string, labelNames: readonly string[] = []): Counter =>
  (metrics.getSingleMetric(name) as Counter | undefined) ??
  new Counter({ name, help, labelNames: [...labelNames], registers: [metrics] });

/** The histogram of that name, made at first use; seconds. */
export const histogram = (name: string, help: string, labelNames: readonly string[] = []): Histogram =>
  (metrics.getSingleMetric(name) as Histogram | undefined) ??
  new Histogram({ name, help, labelNames: [...labelNames], registers: [metrics] });
