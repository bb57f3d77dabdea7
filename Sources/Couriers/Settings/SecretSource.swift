public import Delivery
import Foundation

/// Secrets of the operator, by the names that the address book and the settings give them.
public protocol SecretSource: Sendable {
    /// The secret as text, without the line break at its end.
    ///
    /// - Throws: `DeliveryError` with code `badSetting` when it is missing, empty, too long, or open to others.
    func secret(_ name: SecretName) throws -> String
}

/// Secrets in files of a folder, one a file, which nobody but this program's user may read.
public struct SecretFolder: SecretSource {
    /// The folder in a node's folder.
    public static let name = "delivery-secrets"
    /// Bytes of a secret.
    public static let maximumBytes = 4_096

    private let path: String

    /// The folder at `path`.
    public init(path: String) { self.path = path }

    /// Reads a secret; names are checked names, so none leads out of the folder.
    ///
    /// - Throws: `DeliveryError` with code `badSetting`.
    public func secret(_ name: SecretName) throws -> String {
        let file = "\(path)/\(name)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? Int, let mode = attributes[.posixPermissions] as? Int
        else { throw DeliveryError(.badSetting, "the secret '\(name)' is missing: it belongs into \(file)") }
        guard mode & 0o077 == 0 else {
            throw DeliveryError(.badSetting, "\(file) can be read by others; run chmod 600 on it")
        }
        guard (1...Self.maximumBytes).contains(size), let text = try? String(contentsOfFile: file, encoding: .utf8)
        else { throw DeliveryError(.badSetting, "\(file) is empty, too long or not text") }
        let secret = text.hasSuffix("\n") ? String(text.dropLast()) : text
        guard !secret.isEmpty, secret.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw DeliveryError(.badSetting, "\(file) holds more than one line, or control characters")
        }
        return secret
    }
}
