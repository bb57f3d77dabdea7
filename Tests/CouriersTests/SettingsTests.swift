import Couriers
import Delivery
import Foundation
import StrictJSON
import Testing

@Suite struct SettingsTests {
    private static let whole = """
        {"version": 1, "name": "Parley", "address": "https://node.example.org/",
         "mail": {"host": "mail.example.org", "port": 587, "encryption": "starttls", "from": "parley@example.org",
                  "login": {"user": "parley", "secret": "mail"}},
         "smsQueue": {"spool": "/var/spool/sms"},
         "smsGateway": {"secret": "sms", "request": {"url": "https://sms.example", "form":
             {"to": "{number}", "text": "{text}", "key": "{secret}"}}}}
        """

    private func pointer(_ text: String) -> String? {
        do throws(JSONError) {
            _ = try DeliverySettings(json: Array(text.utf8))
            return nil
        } catch { return error.pointer }
    }

    @Test func readsEverything() throws {
        let settings = try DeliverySettings(json: Array(Self.whole.utf8))
        #expect(settings.node == SendingNode(name: "Parley", address: "https://node.example.org"))
        #expect(settings.mail?.login?.secret.rawValue == "mail")
        #expect(settings.smsQueue == SMSQueueMeans.Folders(spool: "/var/spool/sms"))
        #expect(settings.smsGateway?.secret?.rawValue == "sms")
    }

    @Test(
        "an error names the field",
        arguments: [
            ("starttls", "none", "/mail/encryption"), ("587", "0", "/mail/port"),
            ("mail.example.org", "mail.example.org/x?y", "/mail/host"),
            ("parley@example.org", "Parley <parley@example.org>", "/mail/from"),
            ("/var/spool/sms", "spool", "/smsQueue/spool"), (#""secret": "sms", "#, "", "/smsGateway"),
            ("https://node.example.org/", "http://node.example.org/", "/address"),
            (#""version": 1"#, #""version": 1, "debug": true"#, "/debug"),
        ])
    func names(old: String, new: String, expected: String) {
        #expect(pointer(Self.whole.replacing(old, with: new)) == expected)
    }

    @Test("a secret is one line that nobody else may read")
    func secrets() throws {
        let folder = try Folder()
        let secrets = SecretFolder(path: folder.path)
        let name = SecretName(checked: "hook")
        func write(_ text: String, _ mode: Int) throws {
            try folder.write(text, to: "hook")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path + "/hook")
        }
        #expect(throws: DeliveryError.self) { try secrets.secret(name) }
        try write("whsec_x\n", 0o600)
        #expect(try secrets.secret(name) == "whsec_x")
        for mode in [0o640, 0o604, 0o666] {
            try write("whsec_x\n", mode)
            #expect(throws: DeliveryError.self) { try secrets.secret(name) }
        }
        for text in ["", "\n", "a\nb\n", "a\u{7}b", String(repeating: "x", count: 5_000)] {
            try write(text, 0o600)
            #expect(throws: DeliveryError.self) { try secrets.secret(name) }
        }
    }
}
