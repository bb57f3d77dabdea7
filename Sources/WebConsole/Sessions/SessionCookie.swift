import HTTPTypes

/// The cookie that carries a session's token.
enum SessionCookie {
    /// Over TLS a name that browsers let no other host and no path set.
    static func name(speaksTLS: Bool) -> String { speaksTLS ? "__Host-parley-session" : "parley-session" }

    /// The token of a request; nil for none, or where the name stands twice and nobody can tell which is ours.
    static func token(of headers: HTTPFields, speaksTLS: Bool) -> String? {
        value(of: name(speaksTLS: speaksTLS), in: headers)
    }

    /// What a cookie of a request holds.
    static func value(of name: String, in headers: HTTPFields) -> String? {
        var found: [Substring] = []
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2, pair[0] == name { found.append(pair[1]) }
            }
        }
        return found.count == 1 ? String(found[0]) : nil
    }

    /// Sets it: sent back to this host alone, to no script, and with no request that another site begins.
    static func set(_ token: String, speaksTLS: Bool, seconds: Int) -> String {
        "\(name(speaksTLS: speaksTLS))=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)"
            + (speaksTLS ? "; Secure" : "")
    }

    /// Takes it away.
    static func clear(speaksTLS: Bool) -> String { set("", speaksTLS: speaksTLS, seconds: 0) }

    /// Remembers the language; no secret.
    static func language(_ code: String, speaksTLS: Bool) -> String {
        "parley-language=\(code); Path=/; SameSite=Strict; Max-Age=31536000" + (speaksTLS ? "; Secure" : "")
    }
}
