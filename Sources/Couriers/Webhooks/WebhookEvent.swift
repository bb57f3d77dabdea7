import Coordination
public import Delivery
import Geodesy
import Statements
import StrictJSON

/// A parcel as a CloudEvents 1.0 event in structured JSON.
public struct WebhookEvent: Sendable {
    /// The media type.
    public static let contentType = "application/cloudevents+json; charset=utf-8"
    /// What kind of event it is; the number changes when a field changes its meaning.
    public static let type = "parley.notice.v1"

    /// The body, which is what is signed.
    public let bytes: [UInt8]

    /// Writes the event.
    public init(_ parcel: Parcel) {
        let letter = Letter(parcel)
        var writer = JSONWriter(capacity: 1_024)
        writer.object { event in
            event.member("specversion", "1.0")
            event.member("id", parcel.key.text)
            event.member("source", parcel.sender)
            event.member("type", Self.type)
            event.member("time", "\(parcel.at)")
            event.member("subject", "\(parcel.reference)")
            event.member("datacontenttype", "application/json")
            event.key("data")
            event.object { data in
                data.member("reference", "\(parcel.reference)")
                data.member("urgency", parcel.urgency.rawValue)
                data.member("link", parcel.link)
                if let record = parcel.record {
                    data.member("record", "\(record)")
                    data.member("statement", "\(parcel.statement)")
                }
                if let place = parcel.place { data.member("place", place) }
                if let position = parcel.position {
                    data.key("position")
                    data.object { place in
                        place.key("latitude")
                        place.decimal(Int64(position.latitudeE7), scale: 7)
                        place.key("longitude")
                        place.decimal(Int64(position.longitudeE7), scale: 7)
                    }
                }
                if let text = parcel.text { data.member("text", text) }
                data.member("letter", letter.body)
                data.member("language", letter.language.rawValue)
            }
        }
        bytes = writer.bytes
    }
}
