import Foundation

/// A self-signed certificate for `node.example` and `localhost` with its key; worth nothing outside tests.
enum TestCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBqTCCAU+gAwIBAgIUPvuIpfv0ekj2K33+j8qSp2ulOL4wCgYIKoZIzj0EAwIw
        FzEVMBMGA1UEAwwMbm9kZS5leGFtcGxlMCAXDTI2MTEyMTA1MjMyNFoYDzIxMjYx
        MDI4MDUyMzI0WjAXMRUwEwYDVQQDDAxub2RlLmV4YW1wbGUwWTATBgcqhkjOPQIB
        BggqhkjOPQMBBwNCAASP+L9yIlKMRlozT+Uy3c4tMAkWAHyxNJziMLWWs9/hxR6E
        0osMvvqOq19oGgXICgbXGzt/W8PZL+n0k1Vod41Ro3cwdTAdBgNVHQ4EFgQU+TXG
        VZcuJBwg7ERXVCpvraezZbswHwYDVR0jBBgwFoAU+TXGVZcuJBwg7ERXVCpvraez
        ZbswDwYDVR0TAQH/BAUwAwEB/zAiBgNVHREEGzAZggxub2RlLmV4YW1wbGWCCWxv
        Y2FsaG9zdDAKBggqhkjOPQQDAgNIADBFAiEA6vUusLvIVXmrMuiSXSrC1qWC+K2q
        HeySHarc7nnAmSQCIBdLqtuniOfsYnHQ+dS/0lOGkdA1hNkxaOIg6M92sNKJ
        -----END CERTIFICATE-----

        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5eFk2Sb3tGssK+P+
        B7vQBVDweVgFZfZBvBq4zUoFZpihRANCAASP+L9yIlKMRlozT+Uy3c4tMAkWAHyx
        NJziMLWWs9/hxR6E0osMvvqOq19oGgXICgbXGzt/W8PZL+n0k1Vod41R
        -----END PRIVATE KEY-----

        """

    /// Both as files, for as long as `body` runs.
    static func withFiles<Value>(_ body: (_ certificate: String, _ key: String) async throws -> Value) async throws
        -> Value
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parley-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = (folder.appending(path: "certificate.pem"), folder.appending(path: "key.pem"))
        try Data(certificate.utf8).write(to: files.0)
        try Data(key.utf8).write(to: files.1)
        return try await body(files.0.path, files.1.path)
    }
}
