/// What a file to be imported is. Raw values are the names on the command line.
package enum ImportFormat: String, Sendable, CaseIterable {
    case wordpress
    case disqus
    case isso
    case remark42
    case commento
    case comentario
    case ndjson

    package static let names = allCases.map(\.rawValue)
}
