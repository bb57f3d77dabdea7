import Geodesy
import Picture
import Hummingbird
import ParleyNode
import TransparencyLog

/// `GET /metrics`: counts for Prometheus, text format 0.0.4; no label names a party, a place or a statement.
enum Metrics {
    static func show(_ exchange: Exchange) -> Response {
        var page = MetricsPage()
        addNode(exchange, to: &page)
        addRequests(exchange, to: &page)
        return Reply.bytes(page.bytes, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func addNode(_ exchange: Exchange, to page: inout MetricsPage) {
        let node = exchange.node
        let counters = node.counters
        let knowledge = KnowledgeFields(node.knowledge(of: node.publisher.state))
        page.begin("parley_log_size", "gauge", "Entries in the published log.")
        page.sample("parley_log_size", knowledge.size.value)
        if let age = knowledge.ageSeconds {
            page.begin("parley_log_age_seconds", "gauge", "Seconds since the log's clock last moved.")
            page.sample("parley_log_age_seconds", age)
        }
        page.begin("parley_alarms", "gauge", "Alarms that stand beside every answer, by kind.")
        for kind in Alarm.Kind.allCases {
            page.sample("parley_alarms{kind=\"\(kind.rawValue)\"}", knowledge.alarms.count { $0.kind == kind })
        }
        addWitnessing(knowledge, node, to: &page)
        if let following = FollowingFields(node) {
            page.begin("parley_following", "gauge", "1 while the node follows its upstream, 0 once it has stopped.")
            page.sample("parley_following", following.status.phase.word == "stopped" ? 0 : 1)
            page.begin("parley_upstream_size", "gauge", "Entries that the upstream has shown with the log's signature.")
            page.sample("parley_upstream_size", following.status.upstreamSize.value)
            page.begin("parley_behind_entries", "gauge", "Entries that are known of and not shown yet.")
            page.sample("parley_behind_entries", following.behindEntries)
            page.begin("parley_behind_seconds", "gauge", "Seconds since entries are known of that are not shown.")
            page.sample("parley_behind_seconds", following.behindSeconds)
        }
        page.begin("parley_log_feed_clients", "gauge", "Nodes that follow the log here.")
        page.sample("parley_log_feed_clients", exchange.facilities.logFeedSeats.count)
        page.begin("parley_writing", "gauge", "1 while the node takes statements, 0 once it has halted.")
        page.sample("parley_writing", node.halted == nil ? 1 : 0)
        page.begin("parley_queue_statements", "gauge", "Statements that wait for the sequencer.")
        page.sample("parley_queue_statements", node.queueDepth)
        page.begin("parley_queue_limit_statements", "gauge", "Statements that may wait for the sequencer.")
        page.sample("parley_queue_limit_statements", node.limits.queuedStatements)
        page.begin("parley_statements_accepted_total", "counter", "Statements that became entries.")
        page.sample("parley_statements_accepted_total", counters.accepted)
        page.begin("parley_statements_refused_total", "counter", "Statements that the rules did not take, by rule.")
        for (rule, count) in counters.refusedByRule {
            page.sample("parley_statements_refused_total{rule=\"\(rule)\"}", count)
        }
        page.begin("parley_statements_turned_away_total", "counter", "Statements turned away while the queue was full.")
        page.sample("parley_statements_turned_away_total", counters.turnedAway)
        page.begin("parley_commits_total", "counter", "Durable commits.")
        page.sample("parley_commits_total", counters.commits)
        page.begin("parley_feed_clients", "gauge", "Clients that follow the feed.")
        page.sample("parley_feed_clients", exchange.facilities.feedSeats.count)
    }

    /// Without names: how many witnesses are missing is for everybody, which ones is in `/health`.
    private static func addWitnessing(_ knowledge: KnowledgeFields, _ node: Node, to page: inout MetricsPage) {
        page.begin("parley_knowledge_stale", "gauge", "1 while what the node knows may no longer be the present.")
        page.sample("parley_knowledge_stale", knowledge.isStale ? 1 : 0)
        page.begin("parley_knowledge_established", "gauge", "1 while it is witnessed, not stale, and without alarms.")
        page.sample("parley_knowledge_established", knowledge.isEstablished ? 1 : 0)
        guard knowledge.witnessing.isRequired else { return }
        page.begin("parley_witnessed_log_size", "gauge", "Entries that the newest witnessed checkpoint holds.")
        page.sample("parley_witnessed_log_size", knowledge.witnessing.witnessed?.size.value ?? 0)
        page.begin("parley_witnesses_missing", "gauge", "Witnesses that are missing at the newest checkpoint.")
        page.sample("parley_witnesses_missing", knowledge.witnessing.missing.count)
        page.begin("parley_witnesses_in_trouble", "gauge", "Witnesses that do not answer, refuse or answer untruths.")
        page.sample("parley_witnesses_in_trouble", node.witnessTroubles.count)
    }

    private static func addRequests(_ exchange: Exchange, to page: inout MetricsPage) {
        let histograms = exchange.facilities.metrics.snapshot
        let routes = RouteTable.parley.routes
        func labels(_ index: Int) -> String {
            guard index < routes.count else { return "route=\"none\",method=\"any\"" }
            return "route=\"\(routes[index].template)\",method=\"\(routes[index].method)\""
        }
        page.begin("parley_http_requests_total", "counter", "Requests answered, by the first digit of their status.")
        for (index, histogram) in histograms.enumerated() {
            for (digit, count) in histogram.classes.enumerated() where count > 0 {
                page.sample("parley_http_requests_total{\(labels(index)),status=\"\(digit)xx\"}", count)
            }
        }
        let name = "parley_http_request_duration_seconds"
        page.begin(name, "histogram", "Time until the answer began.")
        for (index, histogram) in histograms.enumerated() where histogram.buckets.contains(where: { $0 > 0 }) {
            var sum = 0
            for (bound, count) in zip(RequestMetrics.bounds, histogram.buckets) {
                sum += count
                page.sample("\(name)_bucket{\(labels(index)),le=\"\(bound.label)\"}", sum)
            }
            sum += histogram.buckets.last ?? 0
            page.sample("\(name)_bucket{\(labels(index)),le=\"+Inf\"}", sum)
            page.sample("\(name)_sum{\(labels(index))}", text: "\(Double(histogram.microseconds) / 1e6)")
            page.sample("\(name)_count{\(labels(index))}", sum)
        }
    }
}

/// A page of metrics as it is written.
private struct MetricsPage {
    private(set) var bytes: [UInt8] = []

    mutating func begin(_ name: String, _ type: String, _ help: String) {
        line("# HELP \(name) \(help)")
        line("# TYPE \(name) \(type)")
    }

    mutating func sample(_ name: String, _ value: some BinaryInteger) { line("\(name) \(value)") }

    mutating func sample(_ name: String, text value: String) { line("\(name) \(value)") }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x0A)
    }
}
