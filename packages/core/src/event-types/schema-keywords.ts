/** What stands behind a keyword of JSON Schema 2020-12, as far as payloads are checked by it. */
export type KeywordKind =
  | 'schema'
  | 'schemas'
  | 'schema_map'
  | 'names'
  | 'names_map'
  | 'amount'
  | 'number'
  | 'text'
  | 'flag'
  | 'list'
  | 'anything'
  | 'types'
  | 'pattern'
  | 'reference';

/** Another keyword is refused: a misspelt one would check nothing, and nobody would notice. */
export const KEYWORDS: Readonly<Record<string, KeywordKind>> = {
  additionalProperties: 'schema',
  unevaluatedProperties: 'schema',
  unevaluatedItems: 'schema',
  propertyNames: 'schema',
  items: 'schema',
  contains: 'schema',
  not: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
  then: 'schema',
  else: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  prefixItems: 'schemas',
  $defs: 'schema_map',
  definitions: 'schema_map',
  properties: 'schema_map',
  patternProperties: 'schema_map',
  dependentSchemas: 'schema_map',
  required: 'names',
  dependentRequired: 'names_map',
  minLength: 'amount',
  maxLength: 'amount',
  minItems: 'amount',
  maxItems: 'amount',
  minProperties: 'amount',
  maxProperties: 'amount',
  minContains: 'amount',
  maxContains: 'amount',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
  $schema: 'text',
  $comment: 'text',
  $anchor: 'text',
  title: 'text',
  description: 'text',
  format: 'text',
  contentEncoding: 'text',
  contentMediaType: 'text',
  uniqueItems: 'flag',
  deprecated: 'flag',
  readOnly: 'flag',
  writeOnly: 'flag',
  enum: 'list',
  examples: 'list',
  const: 'anything',
  default: 'anything',
  type: 'types',
  pattern: 'pattern',
  $ref: 'reference',
};
