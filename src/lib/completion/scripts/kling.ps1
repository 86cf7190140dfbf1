# PowerShell completion for kling; 5.1 and later

Register-ArgumentCompleter -Native -CommandName kling, kling-cli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # Older versions do not pass on quotes and empty words: they are left out, and the number of the word is given.
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        Select-Object -Skip 1 |
        ForEach-Object { $_.Extent.Text -replace '["'']', '' })
    $index = $words.Count
    if ($wordToComplete) { $index = $words.Count - 1 }

    # Where nothing is offered, PowerShell offers files by itself.
    & kling __complete $index @words 2>$null | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
}
