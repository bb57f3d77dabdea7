import HTTPAPI
import Mustache

/// The console's pages, as templates.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: what is wrong with a template, naming it.
    init(_ files: [(name: String, text: String)]) throws {
        MustacheContentTypes.register(PageContent(), named: PageContent.name)
        var library = MustacheLibrary()
        for file in files {
            guard file.text.hasPrefix("{{% CONTENT_TYPE: \(PageContent.name)}}") else {
                throw Words.Fault(description: "template '\(file.name)' does not begin with the page's content type")
            }
            do { try library.register(file.text, named: file.name) } catch {
                throw Words.Fault(description: "template '\(file.name)': \(error)")
            }
        }
        self.library = library
    }

    /// A page, or a part of one.
    ///
    /// - Throws: an incident where there is no such template.
    func render(_ name: String, _ content: [String: Any]) throws -> [UInt8] {
        guard let text = library.render(Row.closing(content), withTemplate: name) else {
            throw Problem("internal", "this console has no page '\(name)'")
        }
        return Array(text.utf8)
    }
}
