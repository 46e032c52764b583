import { isDomainError } from '@ao/kernel';

interface Call<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts calls that arrive while a send is under way into the next one, so that many small publishes cost one round trip, in order.
 * `mostItems` bounds a merged send (one call may exceed it alone). When the far side is unavailable everything that waits fails with it:
 * a caller must not wait for the time-outs of others.
 */
export const sendQueue = <Item>(
  send: (items: readonly Item[]) => Promise<void>,
  mostItems: number,
): ((items: readonly Item[]) => Promise<void>) => {
  const waiting: Call<Item>[] = [];
  let busy = false;

  const takeCalls = (): readonly Call<Item>[] => {
    let items = 0;
    const fits = waiting.findIndex((call, index) => (items += call.items.length) > mostItems && index > 0);
    return waiting.splice(0, fits === -1 ? waiting.length : fits);
  };

  const sendOne = async (call: Call<Item>): Promise<void> => send(call.items).then(call.resolve, call.reject);

  const fail = async (calls: readonly Call<Item>[], error: unknown): Promise<void> => {
    if (isDomainError(error, 'unavailable')) for (const call of [...calls, ...waiting.splice(0)]) call.reject(error);
    else if (calls.length === 1) calls[0]?.reject(error);
    else for (const call of calls) await sendOne(call);
  };

  const drain = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const calls = takeCalls();
      try {
        await send(calls.length === 1 && calls[0] ? calls[0].items : calls.flatMap((call) => call.items));
        for (const call of calls) call.resolve();
      } catch (error) {
        await fail(calls, error);
      }
    }
    busy = false;
  };

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!busy) void drain();
    });
};
