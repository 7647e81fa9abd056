import Glibc

/// Hands libFuzzer its arguments and what it is to call; does not come back before it is done.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

var count = CommandLine.argc
var words = CommandLine.unsafeArgv
let name = getenv("COMMENTD_FUZZ_TARGET").map { String(cString: $0) } ?? ""
let status =
    switch name {
    case "lines": runDriver(&count, &words) { FuzzTargets.run(FuzzTargets.lines, $0, $1) }
    case "texts": runDriver(&count, &words) { FuzzTargets.run(FuzzTargets.texts, $0, $1) }
    case "html": runDriver(&count, &words) { FuzzTargets.run(FuzzTargets.html, $0, $1) }
    case "anchors": runDriver(&count, &words) { FuzzTargets.run(FuzzTargets.anchors, $0, $1) }
    case "imports": runDriver(&count, &words) { FuzzTargets.run(FuzzTargets.imports, $0, $1) }
    default: CInt(2)
    }
exit(status)
