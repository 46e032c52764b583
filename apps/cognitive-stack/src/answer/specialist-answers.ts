import type { cognition } from '@ao/contracts';
import { decisionOf, type Decision, type ServedAnswer } from '@ao/domain-cognition';
import { isDomainError, type Json } from '@ao/kernel';
import type { Logger } from '@ao/observability';
import type { CallContext } from '@ao/rpc';
import { contentReader, type ServiceRuntime } from '@ao/service';
import { v7 as uuid } from 'uuid';
import type { Receipts } from '../outcome/receipts.js';
import { AgentSessions, type Given } from './agent-sessions.js';
import { checkedAsking, parsedSlot, type Asking } from './asking.js';
import { Slots } from './slots.js';
import { versionFor, type Version } from './version.js';

/** One input before one slot. */
interface Turn {
  readonly asking: Asking;
  readonly input: Json;
  readonly answerId: string;
  readonly context: CallContext;
}

/** What a slot's version made of an input. */
interface Taken {
  readonly version: Version;
  readonly given: Given;
  readonly decided: Decision;
}

/** What goes out: the version that was asked first stands for it, whoever answered. */
interface Outgoing extends Taken {
  readonly escalatedTo: string;
}

/** Both slots were paid and waited for. */
const bothGiven = (given: Given, one: Given, other: Given): Given => ({
  ...given,
  tokensIn: one.tokensIn + other.tokensIn,
  tokensOut: one.tokensOut + other.tokensOut,
  latencyMs: one.latencyMs + other.latencyMs,
});

const withheld = ({ version, given, decided }: Taken, other: Taken | undefined): Outgoing => ({
  version,
  given: other ? bothGiven(given, given, other.given) : given,
  decided: { decision: 'abstained', confidence: decided.confidence },
  escalatedTo: '',
});

const inPlaceOf = ({ version, given }: Taken, other: Taken, escalateTo: string): Outgoing => ({
  version,
  given: bothGiven(other.given, given, other.given),
  decided: { decision: 'escalated', escalateTo, confidence: other.decided.confidence },
  escalatedTo: escalateTo,
});

const responseOf = (
  { version, given, decided, escalatedTo }: Outgoing,
  answerId: string,
  receipt: string,
): cognition.AnswerResponse => ({
  ...(decided.decision === 'abstained' ? {} : { output: given.output }),
  ...(decided.confidence === null ? {} : { confidence: decided.confidence }),
  ...(given.confidence === null ? {} : { rawConfidence: given.confidence }),
  slotVersion: version.slotVersion,
  configurationHash: version.configurationHash,
  tokensIn: given.tokensIn,
  tokensOut: given.tokensOut,
  latencyMs: given.latencyMs,
  answerId,
  receipt,
  label: version.label,
  unitId: version.unitId,
  decision: decided.decision,
  escalatedTo,
});

/** Answers with what the slot has in force or on canary. Writes nothing: what an outcome needs to be told travels in the receipt. */
export class SpecialistAnswers {
  private readonly slots: Slots;
  private readonly agents: AgentSessions;
  private readonly logger: Logger;

  constructor(
    runtime: ServiceRuntime,
    private readonly receipts: Receipts,
  ) {
    this.logger = runtime.logger;
    this.slots = new Slots(runtime);
    this.agents = new AgentSessions(this.slots.taskSets, contentReader(this.slots.agents));
  }

  async answer(request: cognition.AnswerRequest, context: CallContext): Promise<cognition.AnswerResponse> {
    const answerId = uuid();
    const turn: Turn = { asking: checkedAsking(request), input: (request.input ?? null) as Json, answerId, context };
    const taken = await this.take(turn);
    const { decided } = taken;
    const outgoing =
      decided.decision === 'escalated'
        ? await this.escalated(turn, taken, decided.escalateTo)
        : { ...taken, escalatedTo: '' };
    return responseOf(outgoing, answerId, this.receipts.write(this.served(turn, outgoing)));
  }

  async close(): Promise<void> {
    await this.agents.close();
    this.slots.close();
  }

  private served(
    { asking: { slot }, answerId }: Turn,
    { version, decided: { decision, confidence } }: Outgoing,
  ): ServedAnswer {
    const { label, byLabel, unitId, configurationHash, slotVersion } = version;
    return { answerId, slot, label, unitId, configurationHash, slotVersion, confidence, decision, byLabel };
  }

  private async take({ asking, input, answerId, context }: Turn): Promise<Taken> {
    const { inForce, runtime, defaults, taskSet } = await this.slots.read(asking, context);
    const version = versionFor(inForce, asking, answerId);
    const given = await this.agents.run(
      { agentId: asking.agentId, runtime, taskSet, configuration: version.configuration ?? defaults },
      input,
    );
    return { version, given, decided: decisionOf(version.calibration, given) };
  }

  /** One hop: the other slot's production answers, or nobody. Its own canary is not fed with another slot's inputs. */
  private async escalated(turn: Turn, taken: Taken, escalateTo: string): Promise<Outgoing> {
    const other = await this.takeOther(turn, escalateTo);
    return other?.decided.decision === 'answered' ? inPlaceOf(taken, other, escalateTo) : withheld(taken, other);
  }

  /** Undefined where the other slot cannot answer: the first version's answer stays withheld all the same. */
  private async takeOther(turn: Turn, escalateTo: string): Promise<Taken | undefined> {
    const name = escalateTo === turn.asking.slot ? undefined : parsedSlot(escalateTo);
    const warning = { slot: turn.asking.slot, escalateTo, answerId: turn.answerId, corrId: turn.context.corrId };
    if (!name)
      return void this.logger.warn(warning, 'an answer was withheld: the slot to escalate to is no other slot');
    try {
      return await this.take({ ...turn, asking: { ...name, key: turn.asking.key, label: 'production' } });
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return void this.logger.warn(
        { ...warning, err: error },
        'an answer was withheld: the slot to escalate to cannot answer',
      );
    }
  }
}
