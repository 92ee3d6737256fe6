/** The configuration as one JSON Schema, the thresholds of every detector included: for the loader, the sample and the reference. */
import { z } from 'zod';
import { config, configDocs, sourceSettingDocs } from '../../schemas/config.ts';
import { snake } from '../../schemas/field.ts';
import { judgingDocs } from '../../schemas/judging-settings.ts';
import { kafkaDocs, topicInputDocs } from '../../schemas/kafka-settings.ts';
import { operationDocs } from '../../schemas/operation-settings.ts';
import {
  fileOutputDocs,
  outputDocs,
  topicOutputDocs,
  webhookOutputDocs,
} from '../../schemas/output-settings.ts';
import { presetName } from '../../schemas/presets.ts';
import { followedFilesDocs } from '../../schemas/run-settings.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Detector } from '../detector/define.ts';

/** As much of JSON Schema as the configuration uses. `about` is ours: the description in both languages. */
export interface JsonSchema {
  type?: string | readonly string[];
  description?: string;
  about?: Bilingual;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  pattern?: string;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
}

/** The schema of a zod type, as it is written outside: keys with a default may be left out. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** The same, its members with their meaning in both languages. */
export function documentedSchemaOf(
  schema: z.ZodType,
  docs: Readonly<Record<string, Bilingual>> | undefined,
): JsonSchema {
  const made = jsonSchemaOf(schema);
  describe(made, docs);
  return made;
}

/** Gives the members of a schema their meaning. */
function describe(
  schema: JsonSchema | undefined,
  docs: Readonly<Record<string, Bilingual>> | undefined,
): void {
  for (const [name, about] of Object.entries(docs ?? {})) {
    const member = schema?.properties?.[name];
    if (member !== undefined) member.about = about;
  }
}

/** The whole configuration. Property names are the inside ones; {@link outside} gives those of the file. */
export function configSchema(detectors: readonly Detector[]): JsonSchema {
  const whole = jsonSchemaOf(config);
  const properties = whole.properties ?? {};
  for (const [name, about] of Object.entries(configDocs)) properties[name].about = about;
  describe(memberSchema(properties.sources, ''), sourceSettingDocs);
  describe(properties.files.items, followedFilesDocs);
  describe(properties.outputs, outputDocs);
  describe(properties.operation, operationDocs);
  describe(properties.judging, judgingDocs);
  describe(properties.kafka, kafkaDocs);
  describe(memberSchema(memberSchema(properties.kafka, 'topics'), ''), topicInputDocs);
  const kinds = { files: fileOutputDocs, webhooks: webhookOutputDocs, topics: topicOutputDocs };
  for (const [kind, docs] of Object.entries(kinds))
    describe(memberSchema(memberSchema(properties.outputs, kind), ''), docs);
  delete properties.detectors.propertyNames;
  properties.detectors.additionalProperties = false;
  properties.detectors.properties = Object.fromEntries(
    detectors.map((detector) => [
      detector.id,
      {
        about: detector.title,
        anyOf: [{ const: 'off' }, tuningSchema(detector)],
      },
    ]),
  );
  return whole;
}

/** What may be written of one detector: its own preset, and its thresholds. */
function tuningSchema({ thresholds, docs }: Detector): JsonSchema {
  const schema = documentedSchemaOf(thresholds, docs?.thresholds);
  return { ...schema, properties: { preset: jsonSchemaOf(presetName), ...schema.properties } };
}

/** A schema with the names of the file: `latenessMinutes` → `lateness_minutes`. Names that users choose stay. */
export function outside(schema: JsonSchema): JsonSchema {
  const renamed = (found: JsonSchema | undefined) => (found === undefined ? undefined : outside(found));
  const { properties, required, items, anyOf, additionalProperties, about, ...rest } = schema;
  const result: JsonSchema = { ...rest };
  if (about !== undefined) result.description = `${about.en} ／ ${about.ja}`;
  if (items !== undefined) result.items = outside(items);
  if (anyOf !== undefined) result.anyOf = anyOf.map(outside);
  if (required !== undefined) result.required = required.map(snake);
  if (additionalProperties !== undefined)
    result.additionalProperties =
      typeof additionalProperties === 'object'
        ? (renamed(additionalProperties) ?? true)
        : additionalProperties;
  if (properties !== undefined)
    result.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [snake(name), outside(property)]),
    );
  return result;
}

/** The branch of a schema that describes an object, where one does. */
export function objectBranch(schema: JsonSchema | undefined): JsonSchema | undefined {
  if (schema === undefined || schema.properties !== undefined || schema.type === 'object') return schema;
  return schema.anyOf?.find((branch) => branch.properties !== undefined || branch.type === 'object');
}

/** The schema of a member of an object schema, by its inside name. */
export function memberSchema(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const branch = objectBranch(schema);
  const declared = branch?.properties?.[name];
  if (declared !== undefined) return declared;
  return typeof branch?.additionalProperties === 'object' ? branch.additionalProperties : undefined;
}

/** What a setting is when nobody sets it, with the names of the file: its own default over those of its members. */
export function effectiveDefault(schema: JsonSchema): unknown {
  const { properties, default: own } = schema;
  if (properties === undefined || own === null || (own !== undefined && typeof own !== 'object')) return own;
  const members = Object.entries(properties).map(([name, member]): [string, unknown] => {
    const given = own === undefined ? undefined : (own as Record<string, unknown>)[name];
    return [snake(name), given ?? effectiveDefault(member)];
  });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
