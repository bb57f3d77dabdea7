import Geodesy
import Inquiry
import Statements
import StrictJSON
import Testing
import TransparencyLog

extension JudgedCase {
    /// A statement whose payload is spelled as `change` says, signed all the same.
    static func respelled(_ name: String, _ holds: Bool, _ change: (String) -> String) throws -> JudgedCase {
        try make(name, holds) { scene in
            let (signed, _) = try scene.log.draft("p-1", "o-1", "note.v1", "site", #"{"text":"here"}"#)
            let text = change(String(decoding: signed.envelope.payload, as: UTF8.self))
            try scene.log.log(Envelope(payload: Array(text.utf8), signedBy: PaperLog.key("p-1/o-1")).bytes)
        }
    }

    static var spellings: [JudgedCase] {
        get throws {
            [
                try respelled("white space in a payload", true) { $0.replacing(",", with: ", ") },
                try respelled("a number with a fraction", false) {
                    $0.replacing(#""sequence":5"#, with: #""sequence":5.0"#)
                },
                try respelled("a number with an exponent", false) {
                    $0.replacing(#""sequence":5"#, with: #""sequence":5e0"#)
                },
                try respelled("a member more", false) { $0.replacing(#"{"accord""#, with: #"{"x":1,"accord""#) },
                try respelled("a member twice", false) {
                    $0.replacing(#""party":"p-1""#, with: #""party":"p-1","party":"p-1""#)
                },
                try respelled("a small z in a time", false) { $0.replacing("00Z\"", with: "00z\"") },
                try respelled("a time with an offset", true) {
                    $0.replacing("2026-03-01T08:00:00Z", with: "2026-03-01T10:00:00+02:00")
                },
                try respelled("a leap second", false) {
                    $0.replacing("2026-03-01T08:00:00Z", with: "2026-03-01T07:59:60Z")
                },
                try respelled("a name with a capital", false) { $0.replacing(#""site""#, with: #""Site""#) },
                try respelled("a name spelled with an escape", true) {
                    $0.replacing(#""site""#, with: #""s\u0069te""#)
                },
                try respelled("a null audience", false) {
                    $0.replacing(#""body":"#, with: #""audience":null,"body":"#)
                },
            ]
        }
    }

    /// Bodies opened in a bundle, as an object and in a page.
    static var openings: [JudgedCase] {
        get throws {
            var out: [JudgedCase] = []
            let bodies: [(String, String, pageHolds: Bool)] = [
                ("plain", #"{"a":"x","b":[1,2.50,true,null]}"#, true),
                ("with <", #"{"a":"<x>","b":"</script>"}"#, true),
                ("with an escape", #"{"a":"\u003cx","b":"y"}"#, true),
                ("with an escaped backslash", #"{"a":"\\u003cx","b":"<"}"#, true),
                ("with both spellings", #"{"a":"\u003c","b":"<"}"#, false),
            ]
            for (name, body, pageHolds) in bodies {
                var scene = try Scene()
                let index = try scene.log.say("p-1", "o-1", "note.v1", "site", body, audience: ["p-2"])
                let whole = try #require(scene.log.bodies[index])
                for (part, shown) in [("whole", whole), ("part", whole.showing(only: ["a"]))] {
                    let bundle = try scene.bundle(opened: [.init(index: index, body: shown)])
                    out.append(JudgedCase(name: "\(name), \(part)", holds: true, bytes: bundle.bytes))
                    let spelled = String(decoding: bundle.bytes, as: UTF8.self).replacing("<", with: #"\u003c"#)
                    let page =
                        #"<!doctype html><script type="application/json" id="parley-bundle">"# + spelled
                        + "</script>"
                    out.append(
                        JudgedCase(
                            name: "\(name), \(part), page", holds: pageHolds || part == "part",
                            bytes: Array(page.utf8)))
                }
                let moved = try scene.bundle(opened: [.init(index: EntryIndex(2), body: whole)])
                out.append(JudgedCase(name: "\(name), for an open statement", holds: false, bytes: moved.bytes))
                let twice = try scene.bundle(
                    opened: [.init(index: index, body: whole), .init(index: index, body: whole)])
                out.append(JudgedCase(name: "\(name), twice", holds: false, bytes: twice.bytes))
            }
            return out
        }
    }
}
