public import Statements
public import StrictJSON
import TransparencyLog

extension JSONWriter {
    /// A key's name and its SubjectPublicKeyInfo in base64.
    public mutating func publicKey(_ name: String, _ key: PublicKey) {
        member(name, Base64.encode(key.spki))
    }
}
