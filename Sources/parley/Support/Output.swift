import StrictJSON

/// Prints one result: JSON for programs, sentences for people.
enum Output {
    static func json(_ body: (inout JSONWriter) throws -> Void) rethrows {
        var writer = JSONWriter(capacity: 512)
        try writer.object(body)
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}
