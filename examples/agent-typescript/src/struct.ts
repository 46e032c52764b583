/** google.protobuf.Value as @grpc/proto-loader gives it: one of the members is set, `kind` says which. */
export interface Value {
  readonly kind?: 'nullValue' | 'numberValue' | 'stringValue' | 'boolValue' | 'structValue' | 'listValue';
  readonly numberValue?: number;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly structValue?: Struct;
  readonly listValue?: { readonly values?: readonly Value[] };
}

/** google.protobuf.Struct as @grpc/proto-loader gives it. */
export interface Struct {
  readonly fields?: Readonly<Record<string, Value>>;
}

/** A Struct as a plain object. */
export const fromStruct = ({ fields = {} }: Struct): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fromValue(value)]));

/** A Value as plain JSON. */
export const fromValue = (value: Value): unknown => {
  switch (value.kind) {
    case 'structValue':
      return fromStruct(value.structValue ?? {});
    case 'listValue':
      return (value.listValue?.values ?? []).map(fromValue);
    case 'nullValue':
    case undefined:
      return null;
    default:
      return value[value.kind];
  }
};

/** A flat object of numbers and strings as a Struct: all that this agent sends. */
export const toStruct = (object: Readonly<Record<string, number | string>>): Struct => ({
  fields: Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      typeof value === 'number' ? { numberValue: value } : { stringValue: value },
    ]),
  ),
});
