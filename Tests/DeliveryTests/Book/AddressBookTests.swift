import Coordination
import Delivery
import StrictJSON
import TestKit
import Testing

@Suite struct AddressBookTests {
    private func pointer(_ text: String) -> String? {
        do throws(JSONError) {
            _ = try AddressBook(json: Array(text.utf8))
            return nil
        } catch { return error.pointer }
    }

    private func pointer(ofMeans means: String) -> String? {
        pointer(DeliveryBooks.file([DeliveryBooks.entry("red-crescent/duty", means)]))
    }

    @Test func readsEverything() throws {
        let book = try DeliveryBooks.one(
            [
                DeliveryBooks.webhook(rest: #", "carries": ["text", "record"], "perHour": 100"#),
                DeliveryBooks.mailbox(), DeliveryBooks.phone(rest: #", "atLeast": "priority""#),
                DeliveryBooks.phone("other", means: "sms-gateway"),
            ].joined(separator: ","),
            quiet: #"{"from": "22:00", "to": "05:30", "except": "immediate"}"#, languages: #"["ar", "en"]"#)
        let entry = try #require(book[DeliveryBooks.duty])
        #expect(entry.languages == [.arabic, .english])
        #expect(entry.means.map(\.kind) == [.webhook, .email, .smsQueue, .smsGateway])
        #expect(entry.means[0].carries == [.text, .record])
        #expect(entry.means[1].carries == [])
        #expect(entry.means[2].atLeast == .priority)
        let quiet = try #require(entry.quiet)
        #expect((quiet.fromMinute, quiet.toMinute) == (22 * 60, 5 * 60 + 30))
        #expect(quiet.except == .immediate)
        #expect(book.secrets.map(\.rawValue) == ["hook"])
    }

    @Test("nobody is in a book unless the operator wrote it")
    func empty() throws {
        #expect(try AddressBook(json: Array(DeliveryBooks.file([]).utf8)).recipients.isEmpty)
        #expect(AddressBook.empty.recipients.isEmpty)
    }

    @Test(
        "an error names the field",
        arguments: [
            (#"{"name": "x", "means": "pigeon", "url": "https://a.example"}"#, "/recipients/0/means/0/means"),
            (DeliveryBooks.webhook(url: "http://duty.example.org/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://169.254.169.254/latest"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://[fe80::1]/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://[::ffff:169.254.1.1]/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://2852039166/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://user:word@duty.example.org/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://duty.example.org@evil.example/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://evil.example\\\\@duty.example.org/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "https://duty.example.org:99999/"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(url: "file:///etc/passwd"), "/recipients/0/means/0/url"),
            (DeliveryBooks.webhook(rest: #", "carries": ["all"]"#), "/recipients/0/means/0/carries/0"),
            (DeliveryBooks.phone(rest: #", "carries": ["position"]"#), "/recipients/0/means/0/carries/0"),
            (
                DeliveryBooks.phone(means: "sms-gateway", rest: #", "carries": ["text"]"#),
                "/recipients/0/means/0/carries/0"
            ),
            (#"{"name": "p", "means": "sms-queue", "number": "0115550100"}"#, "/recipients/0/means/0/number"),
            (#"{"name": "p", "means": "sms-queue", "number": "+9631155\nTo: 1"}"#, "/recipients/0/means/0/number"),
            (
                #"{"name": "m", "means": "email", "address": "a@b.example\r\nBcc: x@y"}"#,
                "/recipients/0/means/0/address"
            ),
            (#"{"name": "m", "means": "email", "address": "\"a b\"@b.example"}"#, "/recipients/0/means/0/address"),
            (#"{"name": "m", "means": "email", "address": "a@b.example> SIZE=1"}"#, "/recipients/0/means/0/address"),
            (DeliveryBooks.mailbox(rest: #", "perHour": 0"#), "/recipients/0/means/0/perHour"),
            (DeliveryBooks.mailbox(rest: #", "atLeast": "urgent""#), "/recipients/0/means/0/atLeast"),
            (DeliveryBooks.mailbox(rest: #", "password": "x""#), "/recipients/0/means/0/password"),
            (DeliveryBooks.mailbox() + "," + DeliveryBooks.mailbox(), "/recipients/0/means/1"),
        ])
    func names(means: String, expected: String) { #expect(pointer(ofMeans: means) == expected) }

    @Test("an entry without a way, twice, or quiet the whole day is refused")
    func entries() {
        #expect(pointer(ofMeans: "") == "/recipients/0/means")
        let entry = DeliveryBooks.entry("red-crescent/duty", DeliveryBooks.phone())
        #expect(pointer(DeliveryBooks.file([entry, entry])) == "/recipients/1")
        let quiet = DeliveryBooks.entry(
            "red-crescent/duty", DeliveryBooks.phone(), quiet: #"{"from": "22:00", "to": "22:00", "except": "flash"}"#)
        #expect(pointer(DeliveryBooks.file([quiet])) == "/recipients/0/quiet/to")
        let late = DeliveryBooks.entry(
            "red-crescent/duty", DeliveryBooks.phone(), quiet: #"{"from": "24:00", "to": "22:00", "except": "flash"}"#)
        #expect(pointer(DeliveryBooks.file([late])) == "/recipients/0/quiet/from")
        #expect(pointer(#"{"version": 2, "recipients": []}"#) == "/version")
        let mute = DeliveryBooks.entry("red-crescent/duty", DeliveryBooks.phone(), languages: "[]")
        #expect(pointer(DeliveryBooks.file([mute])) == "/recipients/0/languages")
    }

    @Test("http is taken for this very machine alone")
    func loopback() {
        for url in ["http://127.0.0.1:8080/", "http://localhost/hook", "http://[::1]:80/"] {
            #expect(pointer(ofMeans: DeliveryBooks.webhook(url: url)) == nil, "\(url)")
        }
        for url in ["http://127.0.0.1.evil.example/", "http://10.0.0.1/", "http://localhost.evil.example/"] {
            #expect(pointer(ofMeans: DeliveryBooks.webhook(url: url)) != nil, "\(url)")
        }
    }
}
