document.body.textContent = 'Трубка'
