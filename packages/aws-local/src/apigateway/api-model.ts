import type { Statement } from '../iam/statement.ts';
import type { Throttle } from './throttle.ts';

export type AuthorizerModel = {
  readonly id: string;
  readonly functionArn: string;
  readonly identityHeader: string;
  readonly validation: RegExp | undefined;
  readonly ttlSeconds: number;
};

export type MockResponseModel = {
  readonly statusCode: string;
  readonly selectionPattern: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
};

export type Integration =
  | { readonly kind: 'lambda'; readonly functionArn: string; readonly timeoutMs: number }
  | {
      readonly kind: 'mock';
      readonly contentHandling: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY' | undefined;
      readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
      readonly requestTemplates: Readonly<Record<string, string>>;
      readonly responses: readonly MockResponseModel[];
    }
  | { readonly kind: 'unsupported'; readonly reason: string };

export type MethodModel = {
  readonly httpMethod: string;
  readonly resourcePath: string;
  readonly resourceId: string;
  readonly authorizer: AuthorizerModel | undefined;
  readonly integration: Integration;
  /** Absent: as many requests as come. */
  readonly throttle: Throttle | undefined;
  readonly apiKeyRequired: boolean;
};

export type GatewayResponseModel = {
  readonly statusCode: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
};

/** What a template says of one REST API. */
export type ApiModel = {
  readonly logicalId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  /** Where a request's API key is read. */
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  /** The resource policy; absent: everybody may ask. */
  readonly policy: readonly Statement[] | undefined;
  readonly accessLogFormat: string | undefined;
  readonly methods: readonly MethodModel[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
  /** What of this API is not emulated, in words. */
  readonly unsupported: readonly string[];
};
