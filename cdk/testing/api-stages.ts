import * as z from 'zod';
import { propertiesOf, type Template } from './synthesize.ts';

const stageSchema = z.object({
  AccessLogSetting: z.object({ Format: z.string(), DestinationArn: z.unknown() }),
  TracingEnabled: z.boolean(),
  MethodSettings: z.array(
    z.object({
      HttpMethod: z.string(),
      ResourcePath: z.string(),
      LoggingLevel: z.string(),
      DataTraceEnabled: z.boolean(),
      MetricsEnabled: z.boolean(),
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
    }),
  ),
});

export const stagesOf = (template: Template) =>
  Object.values(propertiesOf(template, 'AWS::ApiGateway::Stage')).map((stage) => stageSchema.parse(stage));

export const methodSettingsOf = (template: Template) =>
  stagesOf(template).flatMap(({ MethodSettings }) => MethodSettings);
