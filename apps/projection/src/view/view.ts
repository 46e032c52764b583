import type { DecodedFact, FactType } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';

/** A row of a view: the snake_case JSON that /state serves. Fields that begin with `_` are the fold's own memory and are not served. */
export interface ViewRow {
  /** Version of the row's own aggregate. */
  readonly version: number;
  /** ISO 8601; null while only facts of other aggregates are known: such a row is not served yet. */
  readonly created_at: string | null;
  /** ISO 8601: time of the newest fact in the row. */
  readonly updated_at: string;
  /** The story that made the row; empty while it is not known. */
  readonly corr_id: string;
}

/** A row of /state as a fold holds it: what is served, and the fold's own memory. */
export type FoldRow<Row, Memory extends object = object> = Omit<Row, keyof ViewRow> & ViewRow & Readonly<Memory>;

/** One fact of a type. */
export interface FactOf<Type extends FactType> {
  readonly type: Type;
  readonly data: Extract<DecodedFact, { readonly type: Type }>['data'];
}

/** Where a fact comes from: its envelope. */
export type FactMeta = Pick<
  DeliveredFact,
  'id' | 'source' | 'key' | 'corrId' | 'causationId' | 'subject' | 'streamVersion' | 'time'
>;

/** What a view makes of one type of fact. */
export interface Rule<Row, Type extends FactType = FactType> {
  /** Id of the row that the fact is about; undefined: none. With `via`, the id of the link that leads to it. */
  readonly row: (fact: FactOf<Type>, meta: FactMeta) => string | undefined;
  /** True: `row` names a link. A fact whose link is not known is passed over. */
  readonly via?: true;
  /** The row after the fact, from the row before it; undefined: there is no row. Pure; the same fact again changes nothing. */
  readonly fold: (row: Row | undefined, fact: FactOf<Type>, meta: FactMeta) => Row | undefined;
  /** A link that the fact makes: later facts that know only `from` find the row `to` by it. */
  readonly link?: (fact: FactOf<Type>) => { readonly from: string; readonly to: string } | undefined;
}

/** A view: what it is called, by what it can be filtered, and what each fact means to it. */
export interface View<Row extends ViewRow = ViewRow> {
  /** As in /state/<name>. */
  readonly name: string;
  /** Fields of the row that are indexed: ListRows filters by them. */
  readonly filters: readonly (keyof Row & string)[];
  /** Raise it when the rules change: the view is then built again at the next start. */
  readonly revision: number;
  /** True: each row is made by one fact and never changes, so nothing is loaded and no patches go out. */
  readonly insertOnly?: true;
  /** Where rows change by time alone: what they are at a time. */
  readonly inTime?: InTime<Row>;
  /** The topic whose facts are about the rows: dead letters of it show at the row, by this key. Default key: the row's id. */
  readonly about?: { readonly topic: string; readonly keyOf?: (id: string) => string };
  readonly rules: { readonly [Type in FactType]?: Rule<Row, Type> };
}

/** How rows change by time alone. Both say the same: one in memory, the other in the database. */
export interface InTime<Row> {
  /** The row as it stands at this time. Pure. */
  readonly at: (row: Row, now: Date) => Row;
  /** SQL that is true for the rows whose filter has the value, given the parameters of both as "$1": only filters that change by time. */
  readonly where: Readonly<Record<string, (value: string, now: string) => string>>;
}

/** A view as the store handles it, whatever its rows are. */
export type AnyView = Pick<View, 'name' | 'revision' | 'insertOnly' | 'inTime' | 'about'> & {
  readonly filters: readonly string[];
  readonly rules: { readonly [Type in FactType]?: Rule<ViewRow> };
};

/** A view for the store. */
export const anyView = <Row extends ViewRow>(view: View<Row>): AnyView => view as unknown as AnyView;
