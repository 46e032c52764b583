import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const host = '127.0.0.1';

/** Ports that nobody listens on just now, all different. */
export const freePorts = async (count) => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, host));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Waits until something listens on the port; gives up when `alive` says that nothing ever will. */
export const untilOpen = async (port, alive) => {
  const deadline = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (!alive()) throw new Error('it ended before its port was open');
    if (Date.now() > deadline) throw new Error(`port ${port} is still closed after a minute`);
    await delay(50);
  }
};
