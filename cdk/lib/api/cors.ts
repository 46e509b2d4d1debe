import {
  AuthorizationType,
  ContentHandling,
  type IResource,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import type { Settings } from '../settings/settings.ts';
import type { StackDefaults } from '../stack-defaults.ts';

/** Origins whose web pages may call; empty: none. */
export function corsOrigins(settings: Settings, { isProduction }: StackDefaults): readonly string[] {
  return settings.CORS_ORIGINS.length > 0 || isProduction ? settings.CORS_ORIGINS : ['*'];
}

const ALLOWED_HEADERS =
  'Content-Type,X-Twilio-Signature,Authorization,Idempotency-Key,Idempotency-Key-Field,If-Match,Ordering-Key';

/**
 * Answers CORS preflights of a path for these origins, without credentials; without origins there is nothing to
 * answer. Not by CDK's own helper: where every content type is binary, a mock integration fails on AWS unless it is
 * told to take the request as text.
 */
export function addCorsPreflight(
  resource: IResource,
  methods: readonly string[],
  origins: readonly string[],
): void {
  const [first] = origins;
  if (first === undefined) return;
  const headers = {
    'Access-Control-Allow-Origin': `'${first}'`,
    'Access-Control-Allow-Methods': `'${[...methods, 'OPTIONS'].join(',')}'`,
    'Access-Control-Allow-Headers': `'${ALLOWED_HEADERS}'`,
    // A cache must not give the answer for one origin to another.
    ...(first === '*' ? {} : { Vary: "'Origin'" }),
  };
  resource.addMethod(
    'OPTIONS',
    new MockIntegration({
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          ...(origins.length === 1
            ? {}
            : { responseTemplates: { 'application/json': echoOriginTemplate(origins) } }),
        },
      ],
    }),
    {
      authorizationType: AuthorizationType.NONE,
      methodResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.keys(headers).map((name) => [`method.response.header.${name}`, true]),
          ),
        },
      ],
    },
  );
}

/** A preflight can name one origin only: that of the request, where it is one of these; else the first stays. */
function echoOriginTemplate(origins: readonly string[]): string {
  const isListed = origins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if(!$origin)#set($origin = $input.params().header.get("origin"))#end',
    `#if(${isListed})`,
    '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '#end',
  ].join('\n');
}
