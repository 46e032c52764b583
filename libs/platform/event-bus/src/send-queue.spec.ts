import { DomainError } from '@ao/kernel';
import { sendQueue } from './send-queue.js';

interface Sent {
  readonly items: readonly number[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A far side that answers when it is told to. */
const farSide = () => {
  const sent: Sent[] = [];
  const send = (items: readonly number[]): Promise<void> =>
    new Promise((resolve, reject) => sent.push({ items, resolve, reject }));
  return { sent, send, items: () => sent.map(({ items }) => items) };
};

const settled = (promises: readonly Promise<void>[]): Promise<readonly string[]> =>
  Promise.all(
    promises.map((promise) =>
      promise.then(
        () => 'sent',
        (error: Error) => error.message,
      ),
    ),
  );

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a send queue', () => {
  it('sends at once when nothing is under way, and merges what waits, in order', async () => {
    const { sent, send, items } = farSide();
    const queue = sendQueue(send, 100);
    const calls = [queue([1, 2]), queue([3]), queue([4, 5])];
    expect(items()).toEqual([[1, 2]]);
    sent[0]?.resolve();
    await turns();
    expect(items()).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    sent[1]?.resolve();
    expect(await settled(calls)).toEqual(['sent', 'sent', 'sent']);
  });

  it('merges no more than it may, but sends a large call alone', async () => {
    const { sent, send, items } = farSide();
    const queue = sendQueue(send, 3);
    const calls = [queue([0]), queue([1, 2]), queue([3]), queue([4, 5, 6, 7]), queue([8])];
    for (let turn = 0; turn < 4; turn += 1) {
      sent[turn]?.resolve();
      await turns();
    }
    expect(items()).toEqual([[0], [1, 2, 3], [4, 5, 6, 7], [8]]);
    expect(await settled(calls)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
  });

  it('fails all that waits when the far side is unavailable, and works again afterwards', async () => {
    const { sent, send } = farSide();
    const queue = sendQueue(send, 100);
    const calls = [queue([1]), queue([2])];
    sent[0]?.reject(new DomainError('unavailable', 'away'));
    expect(await settled(calls)).toEqual(['away', 'away']);
    const later = queue([3]);
    sent[1]?.resolve();
    expect(await settled([later])).toEqual(['sent']);
  });

  it('sends merged calls one by one when one of them is refused, so that only its caller hears of it', async () => {
    const sent: (readonly number[])[] = [];
    const queue = sendQueue(async (items: readonly number[]) => {
      sent.push(items);
      await Promise.resolve();
      if (items.includes(13)) throw new DomainError('invalid_argument', '13 is refused');
    }, 100);
    expect(await settled([queue([1]), queue([2]), queue([13]), queue([3])])).toEqual([
      'sent',
      'sent',
      '13 is refused',
      'sent',
    ]);
    expect(sent).toEqual([[1], [2, 13, 3], [2], [13], [3]]);
  });
});
