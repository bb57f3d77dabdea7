import CExpat
import Geodesy
import Tracking

/// Where in a GPX file the parser is, and what was read so far; libexpat's callbacks lead here.
final class GPXState {
    private let parser: XML_Parser
    private let builder: PointBuilder
    var track = ImportedTrack()
    private(set) var isGPX = false
    private(set) var isFull = false
    private(set) var refusal: TrackImportError?

    private enum Kind { case track, route, waypoint }

    private var depth = 0
    private var point: PointTexts?
    private var pointKind = Kind.track
    private var pointDepth = 0
    private var pointLine = 0
    private var pointName = ""
    /// The element whose text is gathered, and the text.
    private var field: String?
    private var fieldDepth = 0
    private var text: [UInt8] = []
    private var isTooLong = false
    private var tracks = 0
    private var pointsInTrack = 0
    private var route: (name: String, positions: [Position], isWhole: Bool)?
    private var routes = 0
    private var pointsInRoute = 0
    private var waypoints = 0
    private var lineDepth = 0

    init(_ parser: XML_Parser, _ builder: PointBuilder) {
        self.parser = parser
        self.builder = builder
    }

    /// Has the parser call this state, which must outlive its use.
    static func attach(_ state: GPXState, to parser: XML_Parser) {
        XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in
                guard let state = GPXState.of(user), let name else { return }
                state.start(GPXState.name(name), attributes)
            },
            { user, name in
                guard let state = GPXState.of(user), let name else { return }
                state.end(GPXState.name(name))
            })
        XML_SetCharacterDataHandler(parser) { user, bytes, count in
            guard let state = GPXState.of(user), let bytes else { return }
            state.gather(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            GPXState.of(user)?.refuse(
                TrackImportError(
                    .documentType, "the file declares a document type, which GPX does not have; it is not read"))
        }
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> GPXState? {
        user.map { Unmanaged<GPXState>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The name after the namespace.
    private static func name(_ name: UnsafePointer<CChar>) -> String {
        let whole = String(cString: name)
        return whole.split(separator: " ").last.map(String.init) ?? whole
    }

    private func refuse(_ error: TrackImportError) {
        if refusal == nil { refusal = error }
        XML_StopParser(parser, XML_Bool(0))
    }

    private func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard refusal == nil, !isFull else { return }
        depth += 1
        guard depth <= builder.limits.maximumDepth else {
            return refuse(
                TrackImportError(.tooDeep, "the file nests deeper than \(builder.limits.maximumDepth) elements"))
        }
        if depth == 1 {
            guard name == "gpx" else {
                return refuse(
                    TrackImportError(.unknownForm, "the file is XML but not GPX: its first element must be 'gpx'"))
            }
            isGPX = true
            return
        }
        switch name {
        case "trk" where point == nil && depth == 2:
            tracks += 1
            pointsInTrack = 0
            lineDepth = depth
        case "rte" where point == nil && depth == 2:
            routes += 1
            route = ("", [], true)
            pointsInRoute = 0
            lineDepth = depth
        case "trkpt" where point == nil: begin(.track, attributes)
        case "rtept" where point == nil && route != nil: begin(.route, attributes)
        case "wpt" where point == nil && depth == 2: begin(.waypoint, attributes)
        case "name" where route != nil && point == nil && depth == lineDepth + 1: gather(name)
        default:
            guard point != nil else { return }
            // GPX 1.1 has speed and course in extensions only, one or two levels down, whatever their namespace.
            let isOwn = depth == pointDepth + 1 && ["time", "name", "cmt", "desc"].contains(name)
            if isOwn || name == "speed" || name == "course" { gather(name) }
        }
    }

    private func gather(_ name: String) {
        guard field == nil else { return }
        (field, fieldDepth, isTooLong) = (name, depth, false)
        text.removeAll(keepingCapacity: true)
    }

    private func begin(_ kind: Kind, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard track.pointsRead < builder.limits.maximumPoints else {
            isFull = true
            track.isComplete = false
            track.add(
                issue("", .tooMany, "the file has more than \(builder.limits.maximumPoints) points; divide it"),
                builder.limits)
            XML_StopParser(parser, XML_Bool(0))
            return
        }
        track.pointsRead += 1
        switch kind {
        case .track: pointsInTrack += 1
        case .route: pointsInRoute += 1
        case .waypoint: waypoints += 1
        }
        (pointKind, pointDepth, pointName) = (kind, depth, "")
        pointLine = Int(XML_GetCurrentLineNumber(parser))
        var texts = PointTexts()
        var place = 0
        while let attributes, let name = attributes[place], let value = attributes[place + 1] {
            switch String(cString: name) {
            case "lat": texts.latitude = String(cString: value)
            case "lon": texts.longitude = String(cString: value)
            default: break
            }
            place += 2
        }
        point = texts
    }

    private func gather(_ bytes: UnsafeRawBufferPointer) {
        guard field != nil, depth == fieldDepth, !isTooLong else { return }
        guard text.count + bytes.count <= builder.limits.maximumTextBytes else {
            isTooLong = true
            return
        }
        text.append(contentsOf: bytes)
    }

    private func end(_ name: String) {
        guard refusal == nil, !isFull else { return }
        defer { depth -= 1 }
        if let field, depth == fieldDepth {
            take(field)
            self.field = nil
        }
        if point != nil, depth == pointDepth { endPoint() }
        if name == "rte", depth == lineDepth, let route {
            // A line with a hole in it is another line than the one planned.
            if route.isWhole, !route.positions.isEmpty {
                track.routes.append(NamedLine(name: route.name, positions: route.positions))
            } else {
                track.add(
                    TrackIssue(
                        line: Int(XML_GetCurrentLineNumber(parser)), place: "route \(routes)", field: "",
                        rule: .incomplete,
                        sentence: route.isWhole
                            ? "has no point" : "is left out, because not all of its points could be read"),
                    builder.limits)
            }
            self.route = nil
        }
    }

    private func take(_ field: String) {
        let value = isTooLong ? nil : String(decoding: text, as: UTF8.self).trimmedASCII
        if isTooLong {
            track.add(
                issue(field, .badText, "is longer than \(builder.limits.maximumTextBytes) bytes and is left out"),
                builder.limits)
        }
        guard let value else { return }
        guard point != nil else {
            route?.name = value
            return
        }
        switch field {
        case "time": point?.time = value
        case "name": pointName = value
        case "cmt", "desc": if point?.note == nil { point?.note = Self.oneLine(value) }
        case "speed": point?.speed = value
        case "course": point?.course = value
        default: break
        }
    }

    /// Line breaks and rows of spaces as one space: in XML they are a matter of how the file is laid out.
    private static func oneLine(_ text: String) -> String {
        text.split { $0.isNewline || $0 == "\t" || $0 == " " }.joined(separator: " ")
    }

    private func issue(_ field: String, _ rule: TrackIssue.Rule, _ sentence: String) -> TrackIssue {
        let place =
            switch pointKind {
            case .track: "track \(max(1, tracks)), point \(pointsInTrack)"
            case .route: "route \(routes), point \(pointsInRoute)"
            case .waypoint: "waypoint \(waypoints)"
            }
        return TrackIssue(line: pointLine, place: place, field: field, rule: rule, sentence: sentence)
    }

    private func endPoint() {
        guard let texts = point else { return }
        point = nil
        var outcome = PointBuilder.Outcome()
        switch pointKind {
        case .track:
            outcome = builder.report(texts, means: .gpx)
            if let report = outcome.report { track.reports.append(report) }
        case .route:
            if let position = builder.position(texts, &outcome) {
                route?.positions.append(position)
            } else {
                route?.isWhole = false
            }
        case .waypoint:
            if let position = builder.position(texts, &outcome) {
                track.waypoints.append(NamedLine(name: pointName, positions: [position]))
            }
        }
        for (field, fault) in outcome.faults {
            track.add(issue(field, fault.rule, fault.sentence), builder.limits)
        }
    }
}

extension String {
    /// Without ASCII spaces, tabs and line ends at either end.
    var trimmedASCII: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        var bytes = Substring(self).utf8
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
