import Picture
import StrictJSON
import TransparencyLog

/// The picture's digest, kept at a graceful stop and compared after the next replay of the same log.
enum PictureNote {
    private static let key = "picture-digest"

    static func keep(_ state: LogState, in store: any LogStore) throws {
        var writer = JSONWriter(capacity: 128)
        writer.object { fields in
            fields.member("size", state.size.value)
            fields.member("form", Picture.digestForm)
            fields.member("digest", state.picture.digest(.local).hex)
        }
        try store.setNote(key, writer.bytes)
    }

    /// Bodies are about to come or go: the digest kept before says nothing about what follows.
    static func forget(in store: any LogStore) throws {
        guard let kept = try store.note(key), !kept.isEmpty else { return }
        try store.setNote(key, [])
    }

    /// - Throws: `otherPicture` when the same log gave another picture under the same form of digest.
    static func compare(_ state: LogState, in store: any LogStore) throws {
        guard let bytes = try store.note(key),
            var fields = try? JSONDocument(bytes, limits: .init(maximumBytes: 1024)).root.object(),
            let size = try? fields.required("size").integer(), let form = try? fields.required("form").integer(),
            let digest = try? fields.required("digest").string()
        else { return }
        guard size == Int64(state.size.value), form == Int64(Picture.digestForm) else { return }
        let replayed = state.picture.digest(.local).hex
        guard replayed == digest else {
            throw StartError.otherPicture(size: state.size, kept: digest, replayed: replayed)
        }
    }
}
