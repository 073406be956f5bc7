// A file out of an answer, into the browser's downloads.

export function download(name: string, content: BlobPart, type: string) {
  const address = URL.createObjectURL(new Blob([content], {type}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// What a report's answer holds when it was asked as a file.
export interface ReportFile {
  file?: string;
  csv?: string;
  xlsx?: string; // base64
}

export function save({file, csv, xlsx}: ReportFile) {
  if (!file) return;
  if (csv !== undefined) download(file, csv, 'text/csv;charset=utf-8');
  if (xlsx !== undefined) {
    const bytes = Uint8Array.from(atob(xlsx), (c) => c.charCodeAt(0));
    download(file, bytes, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  }
}
