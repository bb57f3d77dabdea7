import Testing

@testable import WebConsole

@Suite("templates")
struct TemplatesTests {
    @Test("what could end a text or an attribute is escaped, also where a combining mark hides it")
    func escaping() throws {
        let templates = try Templates([("x", #"{{% CONTENT_TYPE: PAGE}}<a title="{{a}}">{{a}}</a>"#)])
        let page = String(
            decoding: try templates.render("x", ["a": "\"\u{308} onclick=x <\u{338}b>&'\u{200d}"]), as: UTF8.self)
        let expected = "&quot;\u{308} onclick=x &lt;\u{338}b&gt;&amp;&#39;\u{200d}"
        #expect(page == "<a title=\"\(expected)\">\(expected)</a>")
    }

    @Test("a row does not show what the page around it calls by the same name")
    func closedRows() throws {
        let text =
            "{{% CONTENT_TYPE: PAGE}}{{#rows}}[{{name}}{{#facts}}!{{/facts}}{{^facts}}-{{/facts}}{{lang}}]{{/rows}}"
        let templates = try Templates([("x", text)])
        let page = try templates.render(
            "x",
            [
                "name": "outer", "facts": "outer", "lang": "en",
                "rows": [["name": "a"], ["facts": "b"]] as [[String: Any]],
            ])
        #expect(String(decoding: page, as: UTF8.self) == "[a-en][!en]")
    }

    @Test("rows within rows end")
    func nested() throws {
        let templates = try Templates([
            ("x", "{{% CONTENT_TYPE: PAGE}}{{#rows}}{{>y}}{{/rows}}"),
            ("y", "{{% CONTENT_TYPE: PAGE}}<{{label}}{{#nested}}{{>y}}{{/nested}}>"),
        ])
        let rows: [[String: Any]] = [["label": "1", "nested": [["label": "2"]] as [[String: Any]]]]
        #expect(String(decoding: try templates.render("x", ["rows": rows]), as: UTF8.self) == "<1<2>>")
    }

    @Test("a template without the page's content type is refused")
    func contentType() {
        #expect(throws: Words.Fault.self) { try Templates([("x", "<p>{{a}}</p>")]) }
    }

    @Test("no template puts a value in without escaping it, but for the desk's own part")
    func unescaped() throws {
        for file in try ConsoleFolder.texts("templates", [".mustache"]) {
            let raw = file.text.matches(of: /\{\{\{\s*([a-z]+)\s*\}\}\}/).map { String($0.1) }
            #expect(raw.isEmpty || (file.path == "desk.mustache" && raw == ["body"]), "\(file.path): \(raw)")
            #expect(!file.text.contains("{{&"))
            #expect(file.text.firstMatch(of: /<script(?![^>]*src=)/) == nil, "\(file.path) has a script of its own")
            #expect(file.text.firstMatch(of: /\s(style|on[a-z]+)\s*=/) == nil, "\(file.path) has style or code in it")
            #expect(file.text.firstMatch(of: /(src|href)="(https?:)?\/\//) == nil, "\(file.path) loads from elsewhere")
        }
    }
}
