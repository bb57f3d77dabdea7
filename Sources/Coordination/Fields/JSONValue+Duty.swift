public import Geodesy
public import Statements
public import StrictJSON

/// What the forms of lines and rosters share.
extension JSONValue {
    /// A record's name, `owner/subject`.
    public func recordName() throws(JSONError) -> RecordID {
        guard let id = RecordID(try string()) else { throw refused("must be the name of a record, 'owner/subject'") }
        return id
    }

    /// Language tags (BCP 47), each once, in the order given.
    public func languages(limit: Int) throws(JSONError) -> [String] {
        var tags: [String] = []
        for element in try array(limit: limit) {
            let tag = try element.languageTag()
            guard !tags.contains(tag) else { throw element.refused("names '\(tag)' twice") }
            tags.append(tag)
        }
        return tags
    }

    /// One language tag (BCP 47).
    public func languageTag() throws(JSONError) -> String {
        let tag = try string()
        guard LocalisedText.isTag(tag) else { throw refused("'\(tag)' is not a BCP 47 language tag") }
        return tag
    }

    /// A time of RFC 3339 at a full minute, as rosters are drawn up.
    public func fullMinute() throws(JSONError) -> Instant {
        let time = try instant()
        guard time.microsecondsSince1970 % 60_000_000 == 0 else {
            throw refused("must be at a full minute, not \(time)")
        }
        return time
    }
}

extension JSONWriter {
    mutating func strings(_ name: String, _ texts: [String]) {
        key(name)
        array { list in for text in texts { list.string(text) } }
    }

    mutating func time(_ name: String, _ time: Instant) { member(name, time.description) }
}
