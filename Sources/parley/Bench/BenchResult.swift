import StrictJSON

/// One measured figure, as the last line of `parley bench NAME --json`.
struct BenchResult {
    let name: String
    let value: Double
    let unit: String
    let seconds: Double
    let conditions: String
    let details: [(String, Double)]

    /// The value for people: whole where it is large, three digits where it is small.
    var shownValue: String { value < 10 ? "\((value * 1_000).rounded() / 1_000)" : "\(Int(value.rounded()))" }

    var json: String {
        var writer = JSONWriter(capacity: 512)
        writer.object { fields in
            fields.member("name", name)
            fields.key("value")
            fields.double(value)
            fields.member("unit", unit)
            fields.key("seconds")
            fields.double(seconds)
            fields.member("conditions", conditions)
            fields.key("details")
            fields.object { inner in
                for (key, value) in details {
                    inner.key(key)
                    inner.double(value)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Duration {
    /// Seconds as a number for figures.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
