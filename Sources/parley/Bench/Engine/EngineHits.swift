/// Which records each question found, side by side.
struct EngineHits {
    /// By question, then by record.
    private(set) var records: [UInt32] = []
    /// Where each question's records end.
    private(set) var ends: [Int] = []

    var questions: Int { ends.count }
    var count: Int { records.count }

    subscript(question: Int) -> ArraySlice<UInt32> {
        records[(question == 0 ? 0 : ends[question - 1])..<ends[question]]
    }

    /// Adds the next question's records, in any order.
    mutating func append(_ found: some Sequence<UInt32>) {
        records.append(contentsOf: found.sorted())
        ends.append(records.count)
    }

    /// "question record" a line.
    var lines: String {
        var text = ""
        for question in 0..<questions {
            for record in self[question] { text += "\(question) \(record)\n" }
        }
        return text
    }

    /// Reads such lines, in any order; lines for other questions than the first `questions`, or of another form, are
    /// an error.
    init(lines: [UInt8], questions: Int) throws {
        var found = [[UInt32]](repeating: [], count: questions)
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 2, let question = Int(words[0]), let record = UInt32(words[1]),
                found.indices.contains(question)
            else { throw Failure(.refused, "hits: '\(String(decoding: line, as: UTF8.self))' is no hit") }
            found[question].append(record)
        }
        for list in found { append(list) }
    }

    init() {}

    /// How many pairs of question and record only one of the two holds, among the questions that both asked.
    func disagreements(with other: EngineHits) -> Int {
        (0..<min(questions, other.questions)).reduce(0) { sum, question in
            sum + Set(self[question]).symmetricDifference(other[question]).count
        }
    }
}
