import * as z from 'zod';
import { propertiesOf, type Template } from './synthesize.ts';

const dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]);

const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()).default([]),
  TreatMissingData: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions,
  Metrics: z
    .array(
      z.object({
        MetricStat: z
          .object({
            Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
          })
          .optional(),
      }),
    )
    .default([]),
});

/** The metrics that an alarm looks at. */
export const metricsOf = ({ Namespace, MetricName, Dimensions, Metrics }: z.infer<typeof alarmSchema>) => [
  ...(Namespace === undefined || MetricName === undefined ? [] : [{ Namespace, MetricName, Dimensions }]),
  ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
];

export const alarmsOf = (template: Template) =>
  Object.entries(propertiesOf(template, 'AWS::CloudWatch::Alarm')).map(
    ([name, properties]) => [name, alarmSchema.parse(properties)] as const,
  );
