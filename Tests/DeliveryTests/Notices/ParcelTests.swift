import Coordination
import Delivery
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite struct ParcelTests {
    /// Everything about the notice that says where or what.
    private static let secrets = ["Duma", "دوما", "M10", "hospital", "33.57", "36.40", "un-hub"]

    private func everything(_ parcel: Parcel) -> String {
        let letter = Letter(parcel)
        return letter.subject + letter.body + ShortLetter(parcel).text + parcel.link + "\(parcel.reference)"
    }

    @Test(
        "by default nothing says where or what",
        arguments: [DeliveryBooks.phone(), DeliveryBooks.mailbox(), DeliveryBooks.webhook()])
    func carriesReference(means: String) throws {
        let made = try #require(
            DeliveryBooks.parcel(try DeliveryBooks.one(means, languages: #"["en", "ar", "ru", "fr"]"#)))
        let text = everything(made.parcel)
        for secret in Self.secrets { #expect(!text.contains(secret), "'\(secret)' stands in: \(text)") }
        #expect(text.contains("\(made.parcel.reference)"))
        #expect(text.contains("flash"))
    }

    @Test("an entry lets each part through for itself", arguments: CarriedPart.allCases)
    func carries(part: CarriedPart) throws {
        let book = try DeliveryBooks.one(DeliveryBooks.mailbox(rest: #", "carries": ["\#(part.rawValue)"]"#))
        let parcel = try #require(DeliveryBooks.parcel(book)).parcel
        #expect((parcel.record != nil) == (part == .record))
        #expect((parcel.text != nil) == (part == .text))
        #expect((parcel.place != nil) == (part == .place))
        #expect((parcel.position != nil) == (part == .position))
        let body = Letter(parcel).body
        #expect(body.contains("33.5720000, 36.4020000") == (part == .position))
    }

    @Test("a text message has no words for a place, even where a parcel carried one")
    func shortLetter() throws {
        let all = CarriedPart.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let book = try DeliveryBooks.one(DeliveryBooks.mailbox(rest: #", "carries": [\#(all)]"#))
        let parcel = try #require(DeliveryBooks.parcel(book)).parcel
        for secret in Self.secrets { #expect(!ShortLetter(parcel).text.contains(secret)) }
    }

    @Test("the recipient's first language that the notice has is chosen")
    func languages() throws {
        let rest = #", "carries": ["text"]"#
        let arabic = try DeliveryBooks.one(DeliveryBooks.mailbox(rest: rest), languages: #"["fr", "ar"]"#)
        #expect(try #require(DeliveryBooks.parcel(arabic)).parcel.text == "ينتقل المستشفى إلى دوما")
        let russian = try DeliveryBooks.one(DeliveryBooks.mailbox(rest: rest), languages: #"["ru"]"#)
        #expect(try #require(DeliveryBooks.parcel(russian)).parcel.text == "Hospital M10 moves to Duma")
    }

    @Test("a text message fits two parts in every language", arguments: Doctrine.Language.allCases)
    func fits(language: Doctrine.Language) throws {
        for urgency in NoticeUrgency.allCases {
            let book = try DeliveryBooks.one(DeliveryBooks.phone(), languages: #"["\#(language.rawValue)"]"#)
            let text = ShortLetter(try #require(DeliveryBooks.parcel(book, urgency: urgency)).parcel).text
            #expect(text.utf16.count <= ShortLetter.maximumUnits || text.utf8.count <= ShortLetter.maximumLatin)
            #expect(!text.contains("\n"))
        }
    }

    @Test("a reference is read as people type it, and is the same for the same statement")
    func reference() throws {
        let statement = StatementHash(Hash.sha256(of: Array("x".utf8)))
        let reference = DeliveryReference(statement)
        #expect(reference.text.utf8.count == 11)
        let typed = reference.text.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing(
            "1", with: "l")
        #expect(DeliveryReference(reading: typed) == reference)
        for wrong in [
            "", "-", String(reference.text.dropLast()), reference.text + "0", "U" + reference.text.dropFirst(),
        ] {
            #expect(DeliveryReference(reading: wrong) == nil, "\(wrong)")
        }
    }

    @Test("a peer's words become plain ASCII of a limited length")
    func faults() {
        let fault = DeliveryFault(.refused, "no\r\nSet-Cookie: x\u{202E}" + String(repeating: "y", count: 10_000))
        #expect(fault.sentence.utf8.count == DeliveryFault.maximumBytes)
        #expect(fault.sentence.hasPrefix("no??Set-Cookie: x???y"))
    }
}
