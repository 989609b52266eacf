/** /api/docs: the part of the API that other systems use, told by the same schemas that judge their requests: OpenAPI 3.1, and a page to read and try it. */
import swagger from '@fastify/swagger'
import swaggerUi, { type FastifySwaggerUiConfigOptions } from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { z } from 'zod'

/** What a refusal of any resource says. */
export const refusal = (description: string): z.ZodType =>
  z.object({ message: z.string().meta({ description: '问题所在和处理办法' }) }).meta({ description })

/** Answers that every route behind a token may give. */
export const tokenRefusals = {
  401: refusal('缺少令牌，或令牌无效、已停用、已到期'),
  403: refusal('令牌没有这项权限，或不能用于该渠道'),
  429: refusal('请求过于频繁；应答头 Retry-After 写明多少秒后再试'),
}

/** What a documented route says of itself beside its schemas: `schema: { ...documented('报送工单'), summary: '…', body: … }`. */
export const documented = (tag: string) => ({ tags: [tag], security: [{ token: [] }] })

const about = `供其他系统报送工单、读取指标。需要令牌：由管理员在控制台发放，有权限范围和截止日期，只显示一次。

每个请求带请求头 \`Authorization: Bearer 令牌\`。时间一律为北京时间；出错时应答 \`{ "message": "问题所在和处理办法" }\`。`

/** The page speaks to no other host, and needs nothing that the pages' own policy does not allow. */
const page: FastifySwaggerUiConfigOptions = { layout: 'BaseLayout', docExpansion: 'list', defaultModelsExpandDepth: -1, defaultModelExpandDepth: 4 }

/**
 * Makes a scope of its own in which routes that give a `schema` of zod types are documented; those without a tag are not.
 * The handlers judge what comes, with the same types: nothing is checked twice, and refusals are worded in one place.
 * The documents hold no data: whoever reaches the server may read them.
 */
export async function documentedScope(api: FastifyInstance, addRoutes: (scope: FastifyInstance) => void): Promise<void> {
  await api.register(async (scope) => {
    scope.setValidatorCompiler(() => () => true)
    scope.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
    await scope.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: '听湖开放接口', version: '1', description: about },
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: '控制台发放的令牌，以 tinghu_ 开头' } } },
      },
      hideUntagged: true,
      convertConstToEnum: false,
      transform: ({ schema, url }) => ({ schema: toJsonSchemas(schema), url }),
    })
    await scope.register(swaggerUi, { routePrefix: '/docs', indexPrefix: api.prefix, uiConfig: page, theme: { title: '听湖开放接口' } })
    addRoutes(scope)
  })
}

/** The zod types of a route's schema as JSON Schema 2020-12, as OpenAPI 3.1 has it. */
function toJsonSchemas(schema: FastifySchema | undefined): FastifySchema {
  const told: Record<string, unknown> = { ...schema }
  for (const part of ['body', 'querystring', 'params', 'headers']) told[part] = jsonOf(told[part])
  if (schema?.response) told.response = Object.fromEntries(Object.entries(schema.response).map(([status, type]) => [status, jsonOf(type)]))
  return told
}

function jsonOf(type: unknown): unknown {
  if (!(type instanceof z.ZodType)) return type
  // What a value that can't be read is taken for is our business: nobody is told to leave it out.
  const told = z.toJSONSchema(type, {
    io: 'input', unrepresentable: 'any', override: ({ zodSchema, jsonSchema }) => { if (zodSchema._zod.def.type === 'catch') delete jsonSchema.default },
  })
  return { ...told, $schema: undefined }
}
