import Coordination
import Hummingbird
import StrictJSON

/// `GET /openapi.json`: the interface's description (OpenAPI 3.1), put together from the pieces beside this file.
enum OpenAPIDocument {
    static func show(_ exchange: Exchange) -> Response {
        Reply.cached(
            bytes(version: exchange.facilities.configuration.version), type: "application/json", .checked,
            for: exchange.request)
    }

    /// The whole document.
    static func bytes(version: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 * 1024)
        writer.object { document in
            document.member("openapi", "3.1.0")
            document.member("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema")
            document.key("info")
            document.object { info in
                info.member("title", "Parley")
                info.member("version", version)
                info.member("summary", "Humanitarian deconfliction between parties who do not trust one another")
                info.member("description", description)
                info.key("license")
                info.object { license in
                    license.member("name", "Apache-2.0")
                    license.member("identifier", "Apache-2.0")
                }
            }
            document.key("servers")
            document.array { list in list.object { $0.member("url", "/") } }
            document.key("paths")
            document.object { writePaths(to: &$0) }
            document.key("components")
            document.object { writeComponents(to: &$0) }
        }
        return writer.bytes
    }

    private static let description = """
        \(Doctrine.paragraph()) What is said is a signed statement in a log that anybody can audit; what is asked is a \
        request signed with an enrolled key (RFC 9421). Every refusal is a problem (RFC 9457) that names its rule; see /problems.
        """

    private static func writePaths(to paths: inout JSONWriter) {
        var templates: [String] = []
        for route in RouteTable.parley.routes where !templates.contains(route.template) {
            templates.append(route.template)
        }
        for template in templates {
            paths.key(template)
            paths.object { item in
                for route in RouteTable.parley.routes where route.template == template {
                    guard let operation = Operation.all["\(route.method) \(template)"] else { continue }
                    item.key(route.method.rawValue.lowercased())
                    operation.write(route, to: &item)
                }
            }
        }
    }

    private static func writeComponents(to components: inout JSONWriter) {
        components.key("schemas")
        let schemas = [
            Schemas.basics, Schemas.statements, Schemas.parties, Schemas.records, Schemas.map, Schemas.lines,
            Schemas.messages,
            Schemas.dossiers,
            Schemas.notices, Schemas.deliveries,
            Schemas.checks, Schemas.feed, Schemas.operations,
        ]
        components.raw("{" + schemas.joined(separator: ",") + "}")
        components.key("responses")
        components.object { responses in
            for (status, sentence) in Operation.problems {
                responses.key("Problem\(status)")
                responses.object { response in
                    response.member("description", sentence)
                    response.key("content")
                    response.raw(
                        ##"{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}"##)
                }
            }
        }
        components.key("securitySchemes")
        components.object { schemes in
            schemes.key("httpSignature")
            schemes.object { scheme in
                scheme.member("type", "apiKey")
                scheme.member("in", "header")
                scheme.member("name", "Signature")
                scheme.member("description", Operation.signatureText)
            }
        }
    }
}
