"""The Excel workbook of one report: written from the stored sheet, read back, compared (domain reference §7.3).

`writing` and `reading` load openpyxl, which web workers do not carry until somebody asks for a workbook; import those
two inside functions. The other modules stay light.
"""
