/** A value as a newer platform may send it: a list that is closed today may have another word tomorrow. */
type Open<Value> = Value extends string
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Open<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Open<Value[Key]> }
      : Value;

/** A row as an older or a newer platform may send it: the known fields are there, any other may be absent. */
export type Sent<Row, Known extends keyof Row> = { readonly [Field in Known]: Open<Row[Field]> } & {
  readonly [Field in Exclude<keyof Row, Known>]?: Open<Row[Field]> | undefined;
};
