; The setup for one person: no administrator rights, everything below %LOCALAPPDATA%\Programs\Klientendatei and HKCU.
; Started by installer/windows/build.py, which gives VERSION, VERSION4, BUNDLE, OUT, ICON, KILOBYTES [, QUICK] [, SIGN].
;
; Silent:      ...-setup.exe /S                installs, or updates what is there
; Remove:      "...\Klientendatei\entfernen.exe" /S
; Exit codes:  0 done, 1 or 2 ended by the person, 3 the program runs, 4 a newer version is installed,
;              5 not a 64-bit Windows 10 (1809) or newer, 6 files could not be written (the old version stays)
; A downgrade is refused without a switch: an older program could not open newer files anyway. Who means it removes the
; newer version first. What the person wrote lies in %LOCALAPPDATA%\Klientendatei and is touched by nothing in here.
;
; SmartScreen: a setup without a signature, or with a certificate nobody has met yet, gets the blue notice "Der Computer
; wurde durch Windows geschützt". "Weitere Informationen", then "Trotzdem ausführen", goes on. IT departments take the
; MSI, or sign this file with their own certificate. A verified .minisig is asked for by the program itself at updates.

Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor /FINAL zlib
!else
  SetCompressor /SOLID /FINAL lzma
  SetCompressorDictSize 32
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define PROGRAM "klientendatei.exe"
!define CONSOLE "klientendatei-cli.exe"
!define REMOVER "entfernen.exe"
!define OWN_KEY "Software\Klientendatei"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Klientendatei"
!define FOLDER_VERB "Software\Classes\Directory\shell\Klientendatei"
!define SECONDS_TO_WAIT 10
!define IS_RUNNING 3
!define IS_NEWER 4
!define TOO_OLD 5
!define NOT_WRITTEN 6

Name "Klientendatei"
BrandingText "Klientendatei ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Klientendatei"
InstallDirRegKey HKCU "${OWN_KEY}" "InstallDir"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off
CRCCheck force
ShowInstDetails nevershow
ShowUninstDetails nevershow
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

VIProductVersion "${VERSION4}"
VIAddVersionKey /LANG=1031 "ProductName" "Klientendatei"
VIAddVersionKey /LANG=1031 "CompanyName" "Klientendatei"
VIAddVersionKey /LANG=1031 "FileDescription" "Klientendatei einrichten"
VIAddVersionKey /LANG=1031 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "Klientendatei ${VERSION} einrichten"
!define MUI_WELCOMEPAGE_TEXT "Das Programm wird nur für Sie eingerichtet. Dafür sind keine besonderen Rechte nötig.$\r$\n$\r$\nIhre Klientendateien und Ihre Einstellungen bleiben, wie sie sind.$\r$\n$\r$\nBeenden Sie die Klientendatei, falls sie geöffnet ist."
!define MUI_FINISHPAGE_TITLE "Die Klientendatei ist eingerichtet"
!define MUI_FINISHPAGE_TEXT "Sie finden das Programm im Startmenü unter „Klientendatei“."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Klientendatei jetzt öffnen"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Das Programm wird entfernt. Ihre Klientendateien und Sicherungen bleiben erhalten."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "German"

LangString TEXT_TOO_OLD ${LANG_GERMAN} "Die Klientendatei braucht Windows 10 (Version 1809) oder neuer in der 64-Bit-Ausgabe. Es wurde nichts geändert."
LangString TEXT_RUNNING ${LANG_GERMAN} "Die Klientendatei ist noch geöffnet. Es wurde nichts geändert.$\r$\n$\r$\nSpeichern Sie Begonnenes, beenden Sie das Programm, und wählen Sie dann „Wiederholen“."
LangString TEXT_NEWER ${LANG_GERMAN} "Eingerichtet ist schon die neuere Version $1. Es wurde nichts geändert.$\r$\n$\r$\nWenn Sie wirklich Version ${VERSION} wollen, entfernen Sie zuerst die neuere. Ihre Klientendateien bleiben dabei erhalten, lassen sich mit der älteren Version aber vielleicht nicht öffnen."
LangString TEXT_NOT_WRITTEN ${LANG_GERMAN} "Die Dateien des Programms konnten nicht geschrieben werden. Eine schon eingerichtete Version ist unverändert, Ihre Klientendateien auch.$\r$\n$\r$\nPrüfen Sie, ob auf dem Gerät genug Platz frei ist, und starten Sie das Einrichten noch einmal."

; Windows does not let anybody write into a program that runs, so trying that is the surest question.
!macro FREE FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $2 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $0 "running"
    ${Else}
      FileClose $2
    ${EndIf}
  ${EndIf}
!macroend

; The program starts this setup itself at an update and then ends: so it is given some seconds.
!macro WAIT_FOR_PROGRAM un
Function ${un}WaitForProgram
  again:
  StrCpy $3 0
  ${Do}
    StrCpy $0 "free"
    !insertmacro FREE "${PROGRAM}"
    !insertmacro FREE "${CONSOLE}"
    ${If} $0 == "free"
      Return
    ${EndIf}
    Sleep 1000
    IntOp $3 $3 + 1
  ${LoopUntil} $3 >= ${SECONDS_TO_WAIT}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_RUNNING)" /SD IDCANCEL IDRETRY again
  SetErrorLevel ${IS_RUNNING}
  Quit
FunctionEnd
!macroend
!insertmacro WAIT_FOR_PROGRAM ""
!insertmacro WAIT_FOR_PROGRAM "un."

!macro TYPE ENDING KIND TITLE
  WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "${TITLE}"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
!macroend

; An ending that meanwhile belongs to another program stays with it.
!macro NO_TYPE ENDING KIND
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "Software\Classes\${ENDING}"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${KIND}"
!macroend

; Tells the Explorer that file types have changed (SHCNE_ASSOCCHANGED).
!macro TYPES_CHANGED
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(TEXT_TOO_OLD)" /SD IDOK
    SetErrorLevel ${TOO_OLD}
    Quit
  ${EndIf}
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $2
    ${If} $2 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(TEXT_NEWER)" /SD IDOK
      SetErrorLevel ${IS_NEWER}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Klientendatei"
  Call WaitForProgram
  SetOutPath "$INSTDIR"
  ; The old version is set aside whole, so that it can come back whole; nothing of it stays among the new files.
  RMDir /r "$INSTDIR\_alt"
  CreateDirectory "$INSTDIR\_alt"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_alt\_internal"
    ${If} ${Errors}
      RMDir /r "$INSTDIR\_alt"
      Goto not_written
    ${EndIf}
    Rename "$INSTDIR\${PROGRAM}" "$INSTDIR\_alt\${PROGRAM}"
    Rename "$INSTDIR\${CONSOLE}" "$INSTDIR\_alt\${CONSOLE}"
  ${EndIf}
  ClearErrors
  File /r "${BUNDLE}/*.*"
  WriteUninstaller "$INSTDIR\${REMOVER}"
  ${If} ${Errors}
  ${OrIfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\${PROGRAM}"
    Delete "$INSTDIR\${CONSOLE}"
    Rename "$INSTDIR\_alt\_internal" "$INSTDIR\_internal"
    Rename "$INSTDIR\_alt\${PROGRAM}" "$INSTDIR\${PROGRAM}"
    Rename "$INSTDIR\_alt\${CONSOLE}" "$INSTDIR\${CONSOLE}"
    RMDir "$INSTDIR\_alt"
    Goto not_written
  ${EndIf}
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_alt"

  CreateShortcut "$SMPROGRAMS\Klientendatei.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${OWN_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Klientendatei"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Klientendatei"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${REMOVER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${REMOVER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  !insertmacro TYPE ".kdsicherung" "Klientendatei.Sicherung" "Sicherung einer Klientendatei"
  !insertmacro TYPE ".kdfall" "Klientendatei.Fall" "Übergebener Fall einer Klientendatei"
  ; A .klientendatei is a FOLDER, and Windows knows no file types for folders: a double click opens it in the Explorer.
  ; Possible is an entry in the context menu of folders, here for those of that name alone (AppliesTo). Wine shows no
  ; such menu, so this is untried. The program opens the last Klientendatei by itself.
  WriteRegStr HKCU "${FOLDER_VERB}" "" "Mit Klientendatei öffnen"
  WriteRegStr HKCU "${FOLDER_VERB}" "Icon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${FOLDER_VERB}" "AppliesTo" 'System.FileName:"*.klientendatei"'
  WriteRegStr HKCU "${FOLDER_VERB}\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  !insertmacro TYPES_CHANGED
  Goto done

  not_written:
  MessageBox MB_OK|MB_ICONSTOP "$(TEXT_NOT_WRITTEN)" /SD IDOK
  SetErrorLevel ${NOT_WRITTEN}
  Quit
  done:
SectionEnd

Function un.onInit
  Call un.WaitForProgram
FunctionEnd

; Only what the setup brought: whatever else lies in the folder keeps the folder alive.
Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_alt"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\${REMOVER}"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Klientendatei.lnk"
  !insertmacro NO_TYPE ".kdsicherung" "Klientendatei.Sicherung"
  !insertmacro NO_TYPE ".kdfall" "Klientendatei.Fall"
  DeleteRegKey HKCU "${FOLDER_VERB}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
  !insertmacro TYPES_CHANGED
SectionEnd
